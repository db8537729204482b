import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { screenshotPath } from './browser.ts';

/** What an answer looks like to somebody who reads it. */
export interface ShownAnswer {
  // A test knows what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data?: any;
  errors?: { message: string; errorType?: string }[];
  extensions?: { subscription?: string };
}

/** A tab with the console, used as a person does. */
export class ConsolePage {
  /** What should not happen: messages on the browser's console, errors, and requests to other origins. */
  readonly incidents: string[] = [];
  /** The URLs that were asked for, WebSockets included. */
  readonly requested: string[] = [];
  readonly page: Page;

  private constructor(page: Page, origin: string) {
    this.page = page;
    const note = (url: string): void => {
      this.requested.push(url);
      if (!url.startsWith('data:') && new URL(url).origin.replace(/^ws/, 'http') !== origin) {
        this.incidents.push(`went to ${url}`);
      }
    };
    page.on('request', (request) => note(request.url()));
    page.on('websocket', (socket) => note(socket.url()));
    page.on('pageerror', (error) => this.incidents.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        this.incidents.push(message.text());
      }
    });
  }

  /** Opens the console of a server in a new tab. */
  static async open(context: BrowserContext, url: string): Promise<ConsolePage> {
    const opened = new ConsolePage(await context.newPage(), new URL(url).origin);
    await opened.page.goto(url);
    await opened.page.getByRole('navigation', { name: 'Operations' }).waitFor();
    return opened;
  }

  /** Becomes somebody, by the label of a role and a name where it has one. */
  async become(role: string, username?: string): Promise<void> {
    await this.page.locator('.console-roles').getByText(role, { exact: true }).click();
    if (username !== undefined) {
      await this.page.getByLabel('Username').fill(username);
    }
  }

  /** The line that says who is active. */
  async hint(): Promise<string> {
    return this.page.locator('.console-hint').innerText();
  }

  /** Opens an operation from the list; `variables` replace those it comes with. */
  async choose(operation: string, variables?: object): Promise<void> {
    await this.page.getByRole('button', { name: operation, exact: true }).click();
    await this.until(async () => (await this.textOf('query-editor')).includes(` ${operation}`));
    if (variables !== undefined) {
      await this.page.evaluate(`${editor('editor-tool')}.setValue(${JSON.stringify(JSON.stringify(variables))})`);
    }
  }

  /** Runs what is in the editor, and gives the first answer that shows up. */
  async run(): Promise<ShownAnswer> {
    await this.start();
    return this.shown((answer) => Object.keys(answer).length > 0);
  }

  /** Presses the run button. */
  async start(): Promise<void> {
    await this.page.evaluate(`${editor('response')}.setValue('')`);
    await this.page.getByRole('button', { name: /Execute query/ }).click();
  }

  /** Waits for an answer like that. */
  async shown(isIt: (answer: ShownAnswer) => boolean): Promise<ShownAnswer> {
    let answer: ShownAnswer = {};
    await this.until(async () => {
      const text = await this.textOf('response');
      answer = text === '' ? {} : (JSON.parse(text) as ShownAnswer);
      return isIt(answer);
    });
    return answer;
  }

  /** A subscription below the editor, by its operation: the newest comes first. */
  subscription(operation: string): Locator {
    return this.page.getByRole('article', { name: operation, exact: true }).first();
  }

  /** Whether nothing is wider than the window. */
  async fits(): Promise<boolean> {
    return this.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: screenshotPath(name) });
  }

  private async textOf(part: string): Promise<string> {
    return this.page.evaluate<string>(`${editor(part)}.getValue()`);
  }

  /** The test's own timeout is the limit. */
  private async until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) {
      await sleep(50);
    }
  }
}

/** The CodeMirror in a part of GraphiQL, in the page's words. */
function editor(part: string): string {
  return `document.querySelector('.graphiql-${part} .CodeMirror').CodeMirror`;
}
