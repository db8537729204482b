import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const { obstacle } = createRequire(import.meta.url)('../../tools/preflight.cjs') as {
  obstacle(version: string, hasPackages: boolean): string | null;
};
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe('the preflight', () => {
  it.each(['18.20.8', '20.18.9', '21.7.0', '22.12.0', '23.5.0'])('refuses Node %s in a sentence', (version) => {
    expect(obstacle(version, true)).toBe(
      `This needs Node 20.19, 22.13, 24 or newer, and this is ${version}: nvm use, or see .nvmrc.`,
    );
  });

  it.each(['20.19.0', '20.20.2', '22.13.0', '24.0.0', '25.1.0'])('takes Node %s', (version) =>
    expect(obstacle(version, true)).toBeNull(),
  );

  // By itself: before Node 18.18, `--import` would be refused before anything is said.
  it('ends before every program of package.json that needs a package to run', () => {
    const isAfter = (script: string) => script.startsWith('node ./tools/preflight.cjs && exec node --import tsx ');
    const bare = Object.entries(scripts).filter(([, script]) => script.includes('--import') && !isAfter(script));
    expect(bare).toEqual([]);
  });

  it('says that npm ci is missing, where Node would print a stack', () => {
    const folder = mkdtempSync(join(tmpdir(), 'preflight-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'tools'));
    for (const file of ['package.json', 'tools/preflight.cjs', 'tools/start.ts']) {
      copyFileSync(file, join(folder, file));
    }
    const { status, stdout, stderr } = spawnSync('npm', ['start', '--silent'], { cwd: folder, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: The packages are not installed: run npm ci first.\n',
    });
  });
});

it('npm refuses a Node that package.json does not name', () => {
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^engine-strict=true$/m);
  const wanted = readFileSync('.nvmrc', 'utf8').trim();
  expect(obstacle(`${wanted}.99.0`, true)).toBeNull();
});
