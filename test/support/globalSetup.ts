import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cloud assembly that all tests of a run boot from. */
    assemblyDir: string;
    /** Where all random values of a run come from. */
    seed: number;
  }
}

/**
 * Once per test run: synthesises the app as the CDK CLI would (the assembly is removed afterwards), and chooses the
 * seed of all properties, which `SEED=<number> npm test` repeats.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const assemblyDir = await mkdtemp(join(tmpdir(), 'event-registration-cdk-'));
  const { app, context } = JSON.parse(await readFile('cdk.json', 'utf8')) as {
    app: string;
    context: Record<string, unknown>;
  };
  const env = { ...process.env, CDK_OUTDIR: assemblyDir, CDK_CONTEXT_JSON: JSON.stringify(context) };
  await promisify(execFile)('sh', ['-c', app], { env });
  project.provide('assemblyDir', assemblyDir);
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`seed of all properties: ${seed} (repeat with SEED=${seed} npm test)`);
  project.provide('seed', seed);
  return () => rm(assemblyDir, { recursive: true, force: true });
}
