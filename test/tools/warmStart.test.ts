import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { keptAssembly } from '../../tools/start/keptAssembly.ts';

const START = resolve(import.meta.dirname, '../../tools/start.ts');
const folder = mkdtempSync(join(tmpdir(), 'warm-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A project whose app notes each synthesis, and has the assembly of this one ready. */
function writeProject(): { syntheses(): string } {
  const app = `const { appendFileSync, cpSync } = require('node:fs');
    appendFileSync('syntheses', '.');
    cpSync(${JSON.stringify(inject('assemblyDir'))}, process.env.CDK_OUTDIR, { recursive: true });`;
  writeFileSync(join(folder, 'app.cjs'), app);
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node app.cjs' }));
  return { syntheses: () => readFileSync(join(folder, 'syntheses'), 'utf8') };
}

/** Starts the server, stops it once it has greeted, and gives what it said and which CommonJS files it had loaded. */
async function startOnce(): Promise<{ said: string; greeted: string; loaded: string[] }> {
  const noting = join(folder, 'noting.cjs');
  writeFileSync(
    noting,
    `process.on('exit', () => require('node:fs').writeFileSync(
       ${JSON.stringify(join(folder, 'loaded'))}, Object.keys(require.cache).join('\\n')));`,
  );
  const child = spawn(
    process.execPath,
    ['-r', noting, '--import', import.meta.resolve('tsx'), START, '--port', '0', '--in-memory', '--state-dir', 'state'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [said, greeted] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    greeted += text;
    if (/^Look at .*\n/m.test(greeted)) {
      child.kill('SIGINT');
    }
  });
  await new Promise((done) => child.once('close', done));
  return { said, greeted, loaded: readFileSync(join(folder, 'loaded'), 'utf8').split('\n') };
}

it('npm start neither synthesises nor loads the CDK where the assembly is kept', async () => {
  const { syntheses } = writeProject();
  await keptAssembly(folder, new AbortController().signal, () => undefined);
  const { said, greeted, loaded } = await startOnce();
  expect({ said, isGreeting: /^Try /m.test(greeted), syntheses: syntheses() }).toEqual({
    said: 'Starting DynamoDB Local …\nStarting the API …\n',
    isGreeting: true,
    syntheses: '.',
  });
  const ofPackage = (name: string) => loaded.filter((file) => file.includes(`${sep}node_modules${sep}${name}${sep}`));
  // The list would show it: these are of the same kind.
  expect(ofPackage('commander')).not.toEqual([]);
  const unused = ['aws-cdk-lib', 'constructs', 'selfsigned', join('typescript', 'lib')];
  expect(unused.filter((name) => ofPackage(name).length > 0)).toEqual([]);
});
