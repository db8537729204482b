import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** The schema of the API, with what AppSync adds to it. */
export function readSdl(projectDir: string): GraphQLSchema {
  const read = (file: string) => readFileSync(join(projectDir, file), 'utf8');
  return buildSchema(`${read('schema.graphql')}\n${read('infra/api/appsync.graphql')}`);
}
