import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalError } from 'appsync-local';
import { collectFacts } from './docs/collectFacts.ts';
import { renderPage } from './docs/page/renderPage.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';
import { synthesise } from './start/synthesise.ts';

/** `npm run docs`: writes docs/api.md from the schema and from answers of a local API of its own. */
const command = defineTool('docs', 'write docs/api.md from the schema and from what a local API answers');

await runTool(
  command,
  async () => {
    const projectDir = process.cwd();
    const assemblyDir = mkdtempSync(join(tmpdir(), 'event-registration-docs-cdk-'));
    try {
      await synthesise(projectDir, assemblyDir, new AbortController().signal);
      writeFileSync(join(projectDir, 'docs/api.md'), await renderPage(await collectFacts(projectDir, assemblyDir)));
      console.log('docs/api.md is written.');
    } finally {
      rmSync(assemblyDir, { recursive: true, force: true });
    }
  },
  notDone(LocalError),
);
