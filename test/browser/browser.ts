import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { afterAll } from 'vitest';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SCREENSHOTS = '.local/screenshots';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser window of its own: nothing remembered, nothing shared with other windows. */
export interface Window {
  context: BrowserContext;
  close(): Promise<void>;
}

/** The browser of all windows of a test file: beginning one takes longer than most tests. */
let browser: Promise<Browser> | null = null;
afterAll(async () => (await browser)?.close());

function beginBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`No Chromium at ${CHROMIUM}: apt-get install chromium, or name one with CHROMIUM.`);
  }
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/**
 * Opens one, headless, in light or dark colours, which trusts any certificate. `CHROMIUM` names another executable than
 * Debian's.
 */
export async function openWindow(colorScheme: 'light' | 'dark' = 'light'): Promise<Window> {
  if (browser === null) {
    browser = beginBrowser();
    browser.then(
      (begun) => void begun.on('disconnected', () => (browser = null)),
      () => (browser = null),
    );
  }
  const context = await (
    await browser
  ).newContext({
    colorScheme,
    ignoreHTTPSErrors: true,
    viewport: { width: 1360, height: 820 },
  });
  context.setDefaultTimeout(300_000);
  return { context, close: () => context.close() };
}

/** Where a screenshot goes; git ignores the folder. */
export function screenshotPath(name: string): string {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return join(SCREENSHOTS, `${name}.png`);
}
