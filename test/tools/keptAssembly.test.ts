import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inputsHash, keptAssembly } from '../../tools/start/keptAssembly.ts';
import { INPUTS } from '../../tools/start/sources.ts';
import { FOLDERS, importsOf, sourceFilesIn } from '../architecture/sourceFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-assembly-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A project whose app notes each synthesis, and fails if its only resolver says so. */
function project(name: string): { dir: string; write(file: string, text: string): void; syntheses(): number } {
  const dir = join(folder, name);
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  write('resolvers/a.ts', 'good');
  write('cdk.json', JSON.stringify({ app: 'node app.cjs' }));
  write(
    'app.cjs',
    `const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
     appendFileSync('log', '.');
     while (existsSync('hold')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
     if (readFileSync('resolvers/a.ts', 'utf8') === 'bad') throw new Error('bad');
     mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
     writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', readFileSync('resolvers/a.ts'));`,
  );
  return {
    dir,
    write,
    syntheses: () => (existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8').length : 0),
  };
}

const silent = () => undefined;
const { signal } = new AbortController();

describe('keptAssembly', () => {
  it('synthesises once for the same sources, and says so while it does', async () => {
    const { dir, write, syntheses } = project('same');
    const said: string[] = [];
    const first = await keptAssembly(dir, signal, (line) => void said.push(line));
    write('README.md', 'more words');
    expect(await keptAssembly(dir, signal, (line) => void said.push(line))).toBe(first);
    expect({ syntheses: syntheses(), said }).toEqual({
      syntheses: 1,
      said: [expect.stringMatching(/^Synthesising/)],
    });
  });

  it('synthesises anew once a source has changed, and takes the former one again when it is as before', async () => {
    const { dir, write, syntheses } = project('changed');
    const first = await keptAssembly(dir, signal, silent);
    write('resolvers/a.ts', 'better');
    const second = await keptAssembly(dir, signal, silent);
    expect(readFileSync(join(second, 'manifest.json'), 'utf8')).toBe('better');
    write('resolvers/a.ts', 'good');
    expect(await keptAssembly(dir, signal, silent)).toBe(first);
    expect(syntheses()).toBe(2);
  });

  it('says once in a synthesis what is saved meanwhile, and synthesises that next', async () => {
    const { dir, write, syntheses } = project('meanwhile');
    write('hold', '');
    const said: string[] = [];
    const making = keptAssembly(dir, signal, (line) => void said.push(line));
    const waits = 'Saved meanwhile, and waits for the synthesis under way: ';
    const synthesising = expect.stringMatching(/^Synthesising/) as string;
    await expect.poll(syntheses).toBe(1);
    write('resolvers/a.ts', 'better');
    await expect.poll(() => said).toEqual([synthesising, `${waits}resolvers/a.ts`]);
    write('resolvers/b.ts', 'more');
    rmSync(join(dir, 'hold'));
    expect(readFileSync(join(await making, 'manifest.json'), 'utf8')).toBe('better');
    expect({ said, syntheses: syntheses() }).toEqual({
      said: [synthesising, `${waits}resolvers/a.ts`, synthesising],
      syntheses: 2,
    });
  });

  it('keeps nothing of a synthesis that fails, and no more than a few of all', async () => {
    const { dir, write } = project('failing');
    write('resolvers/a.ts', 'bad');
    await expect(keptAssembly(dir, signal, silent)).rejects.toThrow('Error: bad');
    const cache = join(dir, 'node_modules/.cache/assembly');
    expect(readdirSync(cache)).toEqual([]);
    for (const text of ['1', '2', '3', '4', '5']) {
      write('resolvers/a.ts', text);
      expect(existsSync(join(await keptAssembly(dir, signal, silent), 'manifest.json'))).toBe(true);
    }
    expect(readdirSync(cache)).toHaveLength(4);
  });
});

describe('inputsHash', () => {
  it('is of all that the app imports of the project', () => {
    const inputs = FOLDERS.filter((name) => INPUTS.includes(name));
    const outside = inputs
      .flatMap((name) => sourceFilesIn(name))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => join(dirname(file.path), specifier)),
      )
      .filter((path) => !INPUTS.includes(path.split('/')[0]!));
    expect(inputs.length).toBeGreaterThan(3);
    expect(outside).toEqual([]);
  });

  it('is another one in the next month, by which the API key ends', () => {
    const { dir } = project('months');
    const [may, later, june] = ['2030-05-01', '2030-05-31', '2030-06-01'].map((day) => inputsHash(dir, new Date(day)));
    expect(later).toBe(may);
    expect(june).not.toBe(may);
  });
});
