import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getVariableValues,
  Kind,
  parse,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { readOperations } from 'appsync-local/testing';

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

  it('keeps every field of the fragment EventFields up to date by messages', () => {
    const fetched = selectedBy('EventFields', 'event.graphql');
    const carried = selectedBy('onEventChanged', 'subscription.graphql');
    expect(
      fetched.filter((field) => !carried.includes(field)),
      'to add to OnEventChanged in client/operations/subscription.graphql',
    ).toEqual([]);
  });

  it.each(operations)('has variables in examples.json that $name accepts', ({ query, variables }) => {
    const [operation] = parse(query).definitions;
    const definitions = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
    expect(getVariableValues(schema, definitions, variables)).not.toHaveProperty('errors');
    const known = definitions.map(({ variable }) => variable.name.value);
    expect(Object.keys(variables).filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** The fields that a fragment or a field selects directly, by its name, in a file of operations. */
function selectedBy(name: string, file: string): string[] {
  const fields: string[] = [];
  const keep = (node: FragmentDefinitionNode | FieldNode) => {
    if (node.name.value === name) {
      fields.push(
        ...(node.selectionSet?.selections ?? []).flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : [])),
      );
    }
  };
  visit(parse(readFileSync(join(root, 'client/operations', file), 'utf8')), {
    FragmentDefinition: keep,
    Field: keep,
  });
  expect(fields).not.toEqual([]);
  return fields;
}
