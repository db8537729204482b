import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleLambda } from '../../infra/bundling/lambdaBundle.ts';

const SETTINGS = { AWS_REGION: 'eu-west-1', TABLE_NAME: 'table', POWERTOOLS_METRICS_NAMESPACE: 'Test' };

const PUBLISHER = {
  GRAPHQL_URL: 'https://api.example/graphql',
  SETTLE_FUNCTION_NAME: 'settle',
  CASCADE_FUNCTION_NAME: 'c',
  ERASE_USERS_FUNCTION_NAME: 'e',
};

describe.each([
  ['audit', 370],
  ['mailOnPromotion', 400],
  ['promoteFromWaitlist', 300],
  ['publishChanges', 300],
  ['sweepLanes', 300],
])('bundleLambda of %s', (name, most) => {
  const { folder, mapFolder } = bundleLambda(name);

  it(`makes one file of less than ${most} KB, the AWS SDK included`, () => {
    expect(readdirSync(folder)).toEqual(['index.mjs']);
    expect(statSync(`${folder}/index.mjs`).size).toBeLessThan(most * 1000);
  });

  it('keeps its source map beside, which finds the sources', () => {
    expect(readFileSync(`${folder}/index.mjs`, 'utf8')).not.toContain('sourceMappingURL');
    const { sources, sourceRoot, sourcesContent } = JSON.parse(
      readFileSync(`${mapFolder}/index.mjs.map`, 'utf8'),
    ) as SourceMapPayload;
    const found = sources.map((source) => fileURLToPath(new URL(`${sourceRoot}${source}`)));
    expect(found).toContain(resolve(`lambda/${name}/index.ts`));
    expect(found.filter((file) => !existsSync(file))).toEqual([]);
    expect(sourcesContent).toBeUndefined();
  });

  it('makes it run by plain node, away from this repository', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'lambda-'));
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    cpSync(folder, elsewhere, { recursive: true });
    const script = `import('./index.mjs').then(({ handler }) => console.log(typeof handler))`;
    const output = execFileSync(process.execPath, ['-e', script], {
      cwd: elsewhere,
      env: { ...SETTINGS, ...PUBLISHER, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      encoding: 'utf8',
    });
    expect(output.trim()).toBe('function');
  });
});
