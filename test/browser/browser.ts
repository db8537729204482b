import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

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

/** A browser window with a profile of its own: nothing remembered, nothing shared with other windows. */
export interface Window {
  context: BrowserContext;
  close(): Promise<void>;
}

/**
 * Opens one, headless, in light or dark colours, which trusts any certificate. `CHROMIUM` names another executable than
 * Debian's.
 */
export async function openWindow(colorScheme: 'light' | 'dark' = 'light'): Promise<Window> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`No Chromium at ${CHROMIUM}: apt-get install chromium, or name one with CHROMIUM.`);
  }
  const profile = await mkdtemp(join(tmpdir(), 'event-registration-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
    colorScheme,
    ignoreHTTPSErrors: true,
    viewport: { width: 1360, height: 820 },
  });
  context.setDefaultTimeout(300_000);
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Where a screenshot goes; git ignores the folder. */
export function screenshotPath(name: string): string {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return join(SCREENSHOTS, `${name}.png`);
}
