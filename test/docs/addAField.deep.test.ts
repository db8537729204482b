import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { synthesise } from '../../tools/start/synthesise.ts';
import { ROOT } from '../readme/commands.ts';
import { pageOf } from '../readme/deployCommands.ts';
import { addedBy, patched, patchesOf, type Patch } from './pagePatches.ts';

const SOURCES = fileURLToPath(ROOT);
/** What is made from the sources, or is not of them. */
const LEFT_OUT = ['.git', '.local', 'build', 'cdk.out', 'coverage', 'dist', 'node_modules'];

/** What is kept in step by hand, and found out by step 4: all else of the page is steps 1, 3 and 5. */
const NAMED = [
  'CHANGELOG.md',
  'client/operations/event.graphql',
  'client/operations/examples.json',
  'lambda/audit/rule/shape.ts',
  'test/access/accessTable.ts',
  'test/access/questions.ts',
  'test/access/routes.ts',
  'tools/docs/capture/story.ts',
];
const PATCHES = patchesOf(pageOf('add-a-field.md'));
const isNamed = ({ file }: Patch) => NAMED.includes(file);
const NEW_TESTS = PATCHES.map(({ file }) => file).filter((file) => file.endsWith('.test.ts'));

const copy = mkdtempSync(join(tmpdir(), 'add-a-field-'));
beforeAll(() => {
  copySources();
  // No test of step 4 looks at the API that its run begins with.
  assembledAs(inject('assemblyDir'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Every source; packages of others stay where they are, and those of the workspace are the copies. */
function copySources(): void {
  cpSync(SOURCES, copy, {
    recursive: true,
    filter: (path) => !LEFT_OUT.some((name) => relative(SOURCES, path).split('/').includes(name)),
  });
  for (const folder of ['.', 'packages/appsync-local']) {
    const [from, to] = [join(SOURCES, folder, 'node_modules'), join(copy, folder, 'node_modules')];
    mkdirSync(to);
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      const isOurs = lstatSync(join(from, name)).isSymbolicLink();
      symlinkSync(isOurs ? readlinkSync(join(from, name)) : join(from, name), join(to, name));
    }
  }
}

/** Hands this assembly to the runs of tests in the copy, whichever stage they want. */
function assembledAs(assemblyDir: string): void {
  rmSync(ASSEMBLIES, { recursive: true, force: true });
  for (const stage of ['dev', 'prod']) {
    cpSync(assemblyDir, join(ASSEMBLIES, stage), { recursive: true });
  }
}

function apply(patches: Patch[]): void {
  for (const patch of patches) {
    const path = join(copy, patch.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, patched(existsSync(path) ? readFileSync(path, 'utf8') : null, patch));
  }
}

/** Assemblies of both stages, as `.ci/run` hands them to a run of tests. */
const ASSEMBLIES = join(copy, 'build/assemblies');

/** Runs one program in the copy: its exit code, and what it printed. */
function run(program: string, ...args: string[]): Promise<{ status: number; output: string }> {
  const env = { ...process.env, ASSEMBLIES, NO_COLOR: '1', FORCE_COLOR: undefined };
  return new Promise((done) => {
    execFile('npx', ['--no-install', program, ...args], { cwd: copy, env, maxBuffer: 2 ** 26 }, (error, out, err) =>
      done({ status: error === null ? 0 : Number(error.code), output: `${out}${err}` }),
    );
  });
}

const succeed = async (program: string, ...args: string[]) => {
  const { status, output } = await run(program, ...args);
  expect(status, `${program} ${args.join(' ')}\n${output}`).toBe(0);
};

describe('docs/add-a-field.md, as it stands there', () => {
  it('leads through steps 1 to 3, after which the checks of step 4 name each line that they have not', async () => {
    apply(PATCHES.filter((patch) => !isNamed(patch) && !NEW_TESTS.includes(patch.file)));
    await succeed('graphql-codegen');
    const { status, output } = await run('vitest', 'run', 'test/schema');
    expect(status).toBe(1);
    const words = output.replaceAll(/\s+/g, ' ');
    const files = ['test/access/accessTable.ts', 'test/access/questions.ts'];
    const lines = PATCHES.filter(({ file }) => files.includes(file))
      .flatMap(addedBy)
      .filter((line) => !line.includes('COUNTED'));
    expect(lines.filter((line) => !words.includes(line.trim().replaceAll(/\s+/g, ' ')))).toEqual([]);
    expect(lines).toHaveLength(4);
    expect(NAMED.filter((file) => !output.includes(file) && file !== 'client/operations/event.graphql')).toEqual([]);
    expect(output).toContain('client/operations/*.graphql: query GetSeatsLeft($eventId: ID!)');
  });

  it('leaves nothing to keep in step after step 4, in types and in all checks', async () => {
    apply(PATCHES.filter((patch) => isNamed(patch) || NEW_TESTS.includes(patch.file)));
    await succeed('graphql-codegen');
    await succeed('tsc', '--noEmit');
    const changed = [...new Set(PATCHES.map(({ file }) => file))];
    await succeed('prettier', '--check', ...changed);
  });

  it('answers the new fields and the new query from a local API, to everybody who may', async () => {
    assembledAs(await synthesise(copy, join(copy, 'build/assembly'), new AbortController().signal));
    await succeed('tsx', 'tools/docs.ts');
    const gates = [
      'test/schema',
      'test/access/matrix.test.ts',
      'test/docs/api.test.ts',
      'test/client/operations.test.ts',
    ];
    // Who may change something has stayed as it was.
    await succeed('vitest', 'run', ...gates, ...NEW_TESTS, '--testNamePattern', "^(?!'Mutation\\.)");
    const reference = readFileSync(join(copy, 'docs/api.md'), 'utf8');
    expect(
      ['getSeatsLeft(eventId: ID!)', '`isFull`', '`dressCode`'].filter((text) => !reference.includes(text)),
    ).toEqual([]);
  });
});
