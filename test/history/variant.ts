import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/sourceFiles.ts';
import { applyEdits, replaceCode, type Edit } from './edit.ts';

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
    const deadline = replaceCode('domain/limits.ts', 'deadlineMs: 25000', `deadlineMs: ${deadlineMs}`);
    const changed = [...applyEdits([deadline, ...edits])];
    await Promise.all(changed.map(([file, text]) => writeFile(join(directory, file), text)));
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
