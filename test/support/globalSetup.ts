import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startDynamoDb } from 'appsync-local';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one DynamoDB Local of the run answers; it has the tables of each access key apart. */
    dynamoDbEndpoint: string;
    dynamoDbPid: number;
    /** The cloud assembly of the development stage, from which the tests of a run boot. */
    assemblyDir: string;
    /** The cloud assembly of production. */
    prodAssemblyDir: string;
    /** Where all random values of a run come from. */
    seed: number;
  }
}

/**
 * Once per test run: starts the DynamoDB Local that all tests share, synthesises both stages of the app as the CDK CLI
 * would, and chooses the seed of all properties, which `SEED=<number> npm test` repeats. Nothing is left behind. With
 * `ASSEMBLIES`, a folder with such assemblies of both stages, it takes those: `.ci/run` has them made once.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'event-registration-test-'));
  const [assemblyDir, prodAssemblyDir, database] = await Promise.all([
    assemblyOf('dev', directory),
    assemblyOf('prod', directory),
    startDynamoDb({ stateDir: directory, inMemory: true }),
  ]);
  project.provide('assemblyDir', assemblyDir);
  project.provide('prodAssemblyDir', prodAssemblyDir);
  project.provide('dynamoDbEndpoint', database.endpoint);
  project.provide('dynamoDbPid', database.pid);
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`seed of all properties: ${seed} (repeat with SEED=${seed} npm test)`);
  project.provide('seed', seed);
  return async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  };
}

async function assemblyOf(stage: 'dev' | 'prod', directory: string): Promise<string> {
  const { ASSEMBLIES: made } = process.env;
  return made === undefined ? synthesise(stage, join(directory, stage)) : join(made, stage);
}

async function synthesise(stage: 'dev' | 'prod', outDir: string): Promise<string> {
  const { app, context } = JSON.parse(await readFile('cdk.json', 'utf8')) as {
    app: string;
    context: Record<string, unknown>;
  };
  const env = { ...process.env, CDK_OUTDIR: outDir, CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage }) };
  await promisify(execFile)('sh', ['-c', app], { env });
  return outDir;
}
