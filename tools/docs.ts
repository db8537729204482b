import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../packages/appsync-local/src/start/synthesise.ts';
import { collectFacts } from './docs/collectFacts.ts';
import { renderPage } from './docs/page/renderPage.ts';

/** `npm run docs`: writes docs/api.md from the schema and from answers of a local API of its own. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const projectDir = process.cwd();
const assemblyDir = mkdtempSync(join(tmpdir(), 'event-registration-docs-cdk-'));
try {
  await synthesise(projectDir, assemblyDir, new AbortController().signal);
  writeFileSync(join(projectDir, 'docs/api.md'), await renderPage(await collectFacts(projectDir, assemblyDir)));
  console.log('docs/api.md is written.');
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(assemblyDir, { recursive: true, force: true });
}
