import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = [
  'domain',
  'infra',
  'lambda',
  'resolvers',
  'schema.graphql',
  'cdk.json',
  'package.json',
  'tsconfig.json',
];

/** A change of one source file: all places where `find` stands. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** Where a build of changed sources is. */
export interface Variant {
  assemblyDir: string;
  remove(): Promise<void>;
}

/** What is decided for all builds. */
export interface VariantOptions {
  /** How long a request tries, in place of 25 s: nobody waits for what cannot succeed. */
  deadlineMs?: number;
}

/**
 * Builds and synthesises a copy of the sources with these changes, as the CDK CLI would.
 * @throws Error if a change finds nothing to change, or the copy does not build
 */
export async function buildVariant(
  edits: readonly Edit[],
  { deadlineMs = 25_000 }: VariantOptions = {},
): Promise<Variant> {
  const directory = await mkdtemp(join(tmpdir(), 'event-registration-variant-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await Promise.all(SOURCES.map((source) => cp(join(ROOT, source), join(directory, source), { recursive: true })));
    await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    const deadline: Edit = {
      file: 'domain/limits.ts',
      find: 'deadlineMs: 25000',
      replace: `deadlineMs: ${deadlineMs}`,
    };
    for (const { file, find, replace } of [deadline, ...edits]) {
      const path = join(directory, file);
      const text = await readFile(path, 'utf8');
      if (!text.includes(find)) {
        throw new Error(`${file} does not contain ${find}`);
      }
      await writeFile(
        path,
        text.replaceAll(find, () => replace),
      );
    }
    const { app, context } = JSON.parse(await readFile(join(ROOT, 'cdk.json'), 'utf8')) as {
      app: string;
      context: unknown;
    };
    const assemblyDir = join(directory, 'cdk.out');
    const env = { ...process.env, CDK_OUTDIR: assemblyDir, CDK_CONTEXT_JSON: JSON.stringify(context) };
    await promisify(execFile)('sh', ['-c', app], { cwd: directory, env });
    return { assemblyDir, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
