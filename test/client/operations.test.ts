import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getVariableValues, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readOperations } from '../../packages/appsync-local/src/console/operations.ts';

const root = join(import.meta.dirname, '../..');
const schema = buildSchema(
  ['infra/api/appsync.graphql', 'schema.graphql'].map((file) => readFileSync(join(root, file), 'utf8')).join('\n'),
);
const { operations, problems } = await readOperations(join(root, 'client/operations'));

describe('client/operations', () => {
  it('can be read without problems', () => {
    expect(problems).toEqual([]);
    expect(operations.length).toBeGreaterThan(0);
  });

  it.each(operations)('has variables in examples.json that $name accepts', ({ query, variables }) => {
    const [operation] = parse(query).definitions;
    const definitions = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
    expect(getVariableValues(schema, definitions, variables)).not.toHaveProperty('errors');
    const known = definitions.map(({ variable }) => variable.name.value);
    expect(Object.keys(variables).filter((name) => !known.includes(name))).toEqual([]);
  });
});
