import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { openWindow, screenshotPath, type Window } from './browser.ts';

/** As whom the app is seen, and how. */
export type Look = { as?: string; colorScheme?: 'light' | 'dark'; viewport?: { width: number; height: number } };

/** The example app as somebody sees it, in a browser of their own. */
export class ExamplePage {
  /** What should not happen: errors on the browser's console, and in the page. */
  readonly incidents: string[] = [];
  readonly page: Page;
  readonly #window: Window;
  readonly #app: string;

  private constructor(window: Window, page: Page, app: string) {
    this.#window = window;
    this.page = page;
    this.#app = app;
    page.on('pageerror', (error) => this.incidents.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        this.incidents.push(message.text());
      }
    });
  }

  /** Opens a page of the app (`#/…`), and waits until it is live. */
  static async open(app: string, hash: string, { as, colorScheme, viewport }: Look = {}): Promise<ExamplePage> {
    const window = await openWindow(colorScheme);
    const opened = new ExamplePage(window, await window.context.newPage(), app);
    if (viewport !== undefined) {
      await opened.page.setViewportSize(viewport);
    }
    await opened.page.goto(`${app}/${as === undefined ? '' : `?as=${as}`}${hash}`);
    await opened.live();
    return opened;
  }

  /** Goes to another page of the app as a link would, and waits until it is live. */
  async go(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await this.live();
  }

  async live(): Promise<void> {
    await this.page.locator('.connection', { hasText: 'Live' }).first().waitFor();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Waits until the reader sees this. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits until a screen reader is told this. */
  async isTold(text: string): Promise<void> {
    await this.page.locator('[role=status]', { hasText: text }).waitFor({ state: 'attached' });
  }

  /** Waits until the button of this name has the focus. */
  async hasFocus(name: string): Promise<void> {
    await this.page.locator('button:focus', { hasText: name }).waitFor();
  }

  /** Waits until the place in the line is this one. */
  async isInLine(place: string): Promise<void> {
    await this.page.locator('.position', { hasText: place }).waitFor();
    await this.page.getByRole('img', { name: new RegExp(`^You are ${place}\\b`) }).waitFor();
  }

  /**
   * Rules of axe that the page breaks seriously, with where. Nothing moves from then on: a text that is fading in would
   * count as pale.
   */
  async seriousProblems(): Promise<string[]> {
    await this.page.emulateMedia({ reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations.flatMap(({ id, impact, nodes }) =>
      impact === 'serious' || impact === 'critical' ? nodes.map(({ html }) => `${id}: ${html}`) : [],
    );
  }

  /** The least contrast between the edge of a field to fill in and its ground; Infinity without fields. */
  async edgeContrast(): Promise<number> {
    const pairs = await this.page.evaluate<string[][]>(`
      [...document.querySelectorAll('input:not([type=checkbox]), select, textarea')]
        .filter((field) => field.checkVisibility())
        .map((field) => [getComputedStyle(field).borderTopColor, getComputedStyle(field).backgroundColor])`);
    return Math.min(
      ...pairs.map((pair) => {
        const [dark = 0, light = 0] = pair.map(luminance).sort((one, other) => one - other);
        return (light + 0.05) / (dark + 0.05);
      }),
    );
  }

  /** By how many pixels the page is wider than the window. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  /** Presses Tab until something of this name has the focus. */
  async tabTo(name: RegExp): Promise<void> {
    for (let presses = 0; presses < 100; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (name.test(await this.page.evaluate<string>("document.activeElement?.textContent ?? ''"))) {
        return;
      }
    }
    throw new Error(`Tab does not lead to ${String(name)}`);
  }

  /** Takes a picture once nothing moves any more. */
  async screenshot(name: string): Promise<void> {
    await this.page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
    await this.page.screenshot({ path: screenshotPath(name) });
  }

  /** Takes two: as it is, and (`…-phone`) as on a phone. */
  async screenshots(name: string): Promise<void> {
    const wide = this.page.viewportSize();
    await this.screenshot(name);
    await this.page.setViewportSize({ width: 390, height: 844 });
    await this.screenshot(`${name}-phone`);
    await this.page.setViewportSize(wide ?? { width: 1360, height: 820 });
  }

  /** Loads the page anew. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.live();
  }

  /** The address of the app. */
  get address(): string {
    return this.#app;
  }

  close(): Promise<void> {
    return this.#window.close();
  }
}

/** Of a colour like `rgb(18, 52, 86)`, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((text) => {
    const part = Number(text) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
