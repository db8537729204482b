import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { defineTool, runTool } from './frame/tool.ts';
import { SCHEMA_FILES } from './outputs/writeSchema.ts';

/** What an app may take, smallest first: the exports that it imports, of client/index.ts unless another is named. */
const PARTS = [
  ['one error guard', 'isEventFull'],
  ['one document', 'GetEventDocument'],
  ['reading errors', 'readError, isEventFull'],
  ['repeating', 'retry'],
  ['the position rule', 'applyWaitlistChange, applyRegistrationChange, applyEventChange'],
  ['following anything', 'follow, together'],
  ['following an event', 'followEvent'],
  ['a connection', 'appSyncTransport', 'appsync'],
  ['a cache kept true', '*', 'apollo'],
  ['everything', '*'],
] as const;

/**
 * `npm run build:client`: compiles client/ to ES modules with types, puts the schema beside them, complete with what
 * AppSync adds to it, and prints what each part weighs in an app that imports it. Exit codes: 0 built, 1 the client
 * does not compile.
 */
const command = defineTool('build:client', 'build the client package into client/dist');

await runTool(command, async () => {
  const outDir = resolve('client/dist');
  rmSync(outDir, { recursive: true, force: true });
  const compiler = resolve('node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '--project', 'client', '--outDir', outDir], {
    stdio: ['ignore', 2, 'inherit'],
  });
  if (status !== 0) {
    return 1;
  }
  const schema = SCHEMA_FILES.map((file) => readFileSync(file, 'utf8')).join('\n');
  writeFileSync(join(outDir, 'schema.graphql'), schema);
  for (const [part, names, module = 'index'] of PARTS) {
    print(part, await bundle(outDir, names, module));
  }
  // Beside React, which the app has, and `followEvent`, which has a line of its own.
  const { code } = await transform(readFileSync(join(outDir, 'react.js')), { minify: true, format: 'esm' });
  print('the React hooks', Buffer.from(code));
  return 0;
});

function print(part: string, code: Uint8Array): void {
  const [min, gzip] = [code.length, gzipSync(code).length].map(kilobytes) as [string, string];
  console.log(`${part.padEnd(20)}${min.padStart(9)} min ${gzip.padStart(9)} gzip`);
}

/** A bundle that exports these names of the built package and nothing else. */
async function bundle(outDir: string, names: string, module: string): Promise<Uint8Array> {
  const contents = `export ${names === '*' ? '*' : `{ ${names} }`} from './${module}.js'`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: outDir },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(2)} KB`;
}
