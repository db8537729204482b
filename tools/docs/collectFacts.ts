import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFields } from './capture/anyArguments.ts';
import { playStory } from './capture/playStory.ts';
import { probeCallers } from './capture/probeCallers.ts';
import { startStage } from './capture/stage.ts';
import type { Facts } from './page/renderPage.ts';
import { readSchema } from './schema/readSchema.ts';

/**
 * Finds out everything that docs/api.md says: reads the project's schema, and asks a local API of that assembly, on a
 * DynamoDB Local of its own if none is given.
 */
export async function collectFacts(
  projectDir: string,
  assemblyDir: string,
  dynamodb?: { endpoint: string },
): Promise<Facts> {
  const read = (file: string) => readFileSync(join(projectDir, file), 'utf8');
  const schemaText = read('schema.graphql');
  const stage = await startStage(assemblyDir, join(projectDir, 'client/operations'), dynamodb);
  try {
    const told = await playStory(stage);
    const allowed = await probeCallers(stage, readFields(`${read('infra/api/appsync.graphql')}\n${schemaText}`));
    return { schema: readSchema(schemaText), ...told, allowed, limits: stage.limits };
  } finally {
    await stage.close();
  }
}
