import { copyFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * What codegen reads: the schema as it is deployed, and what AppSync adds to every schema, which Amplify's codegen
 * knows by itself and others do not.
 */
export const SCHEMA_FILES = ['schema.graphql', 'infra/api/appsync.graphql'];

/**
 * Copies them from a checkout to beside a file. Introspection is off in prod, so that no tool can ask for them.
 * @returns their paths; those that are there as the checkout's own included
 */
export function writeSchema(projectDir: string, besideFile: string): string[] {
  const folder = dirname(resolve(besideFile));
  if (folder === resolve(projectDir)) {
    return SCHEMA_FILES;
  }
  return SCHEMA_FILES.map((file) => {
    const copy = join(folder, file.split('/').at(-1) as string);
    copyFileSync(join(projectDir, file), copy);
    return copy;
  });
}
