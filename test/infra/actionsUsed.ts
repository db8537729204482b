import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SCHEMA_FILE } from '../../infra/paths.ts';
import { prepareResolvers } from '../../infra/wiring/prepareResolvers.ts';
import type { DataSourceName, PipelineStep, UnitResolver } from '../../infra/wiring/resolverFile.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OPERATION = /\boperation: "(\w+)"/g;

/**
 * Single writes are re-read by AppSync when their condition fails
 * (docs/reference/appsync.md#failed-conditions-of-single-writes); transactions have no permission.
 */
const ACTIONS: Record<string, string[]> = {
  ConditionCheck: ['ConditionCheckItem'],
  TransactWriteItems: [],
  TransactGetItems: ['GetItem'],
  PutItem: ['PutItem', 'GetItem'],
  UpdateItem: ['UpdateItem', 'GetItem'],
};

/** The operations named in the bundles of a data source: unused code is shaken off there, so named means used. */
export function operationsUsed(dataSource: DataSourceName): string[] {
  const resolvers = prepareResolvers(readFileSync(SCHEMA_FILE, 'utf8'), {
    resolversFolder: `${ROOT}resolvers`,
    outputFolder: `${ROOT}build/resolvers`,
  });
  const files = resolvers
    .flatMap((resolver): (PipelineStep | UnitResolver)[] =>
      resolver.kind === 'PIPELINE' ? resolver.steps : [resolver],
    )
    .filter((file) => file.dataSource === dataSource);
  return files.flatMap(({ bundle }) =>
    [...readFileSync(`${ROOT}build/resolvers/${bundle}.js`, 'utf8').matchAll(OPERATION)].map(
      ([, operation = '']) => operation,
    ),
  );
}

/** The DynamoDB actions that the operations of a data source take. */
export function actionsUsed(dataSource: DataSourceName): Set<string> {
  return new Set(
    operationsUsed(dataSource)
      .flatMap((operation) => ACTIONS[operation] ?? [operation])
      .map((action) => `dynamodb:${action}`),
  );
}
