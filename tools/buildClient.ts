import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { build } from 'esbuild';

/**
 * `npm run build:client`: compiles client/ to ES modules with types, and prints what each part weighs in an app that
 * imports it.
 */
new Command('build:client').description('build the client package into client/dist').parse();

/** What an app may take, smallest first: the exports of client/index.ts that it imports. */
const PARTS = [
  ['one error guard', 'isEventFull'],
  ['one document', 'GetEventDocument'],
  ['reading errors', 'readError, isEventFull'],
  ['the position rule', 'applyWaitlistChange, applyRegistrationChange, applyEventChange'],
  ['following anything', 'follow, together'],
  ['following an event', 'followEvent'],
  ['everything', '*'],
] as const;

const outDir = resolve('client/dist');
rmSync(outDir, { recursive: true, force: true });
const compiler = resolve('node_modules/typescript/bin/tsc');
await promisify(execFile)(process.execPath, [compiler, '--project', 'client', '--outDir', outDir]).catch(
  ({ stdout }: { stdout: string }) => {
    console.error(stdout.trim());
    process.exit(1);
  },
);
for (const [part, names] of PARTS) {
  const { min, gzip } = await weigh(names);
  console.log(`${part.padEnd(20)}${min.padStart(9)} min ${gzip.padStart(9)} gzip`);
}

/** The size of a bundle that exports these names and nothing else. */
async function weigh(names: string): Promise<{ min: string; gzip: string }> {
  const contents = `export ${names === '*' ? '*' : `{ ${names} }`} from './index.js'`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: outDir },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return { min: kilobytes(code.length), gzip: kilobytes(gzipSync(code).length) };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(2)} KB`;
}
