import { readFileSync } from 'node:fs';
import { buildSchema, isCompositeType, getNamedType, type GraphQLObjectType } from 'graphql';
import type { Context } from '@aws-appsync/utils';
import { describe, expect, it } from 'vitest';
import { selectsPositions } from '../../resolvers/shared/places.ts';
import { selectsStanding } from '../../resolvers/shared/viewer.ts';

const schema = buildSchema(
  ['infra/api/appsync.graphql', 'schema.graphql'].map((path) => readFileSync(path, 'utf8')).join('\n'),
);

const selecting = (...selectionSetList: string[]) => ({ info: { selectionSetList } }) as unknown as Context;

/** The fields of a type that have no fields of their own. */
function plainFieldsOf(type: string): string[] {
  return Object.values((schema.getType(type) as GraphQLObjectType).getFields())
    .filter((field) => !isCompositeType(getNamedType(field.type)))
    .map(({ name }) => name);
}

describe('only what is selected is read', () => {
  it('no field of an event but viewerStanding has the caller read beside it', () => {
    const fields = plainFieldsOf('Event');
    expect(fields.filter((field) => selectsStanding(selecting(field), ''))).toEqual(['viewerStanding']);
    expect(fields.filter((field) => selectsStanding(selecting('items', `items/${field}`), 'items/'))).toEqual([
      'viewerStanding',
    ]);
  });

  it('no field of a registration but those of its position has that counted in lists', () => {
    const counted = plainFieldsOf('Registration').filter((field) => selectsPositions(selecting(`items/${field}`)));
    expect(counted).toEqual(['position', 'waitlistCount', 'waitlistVersion']);
  });
});
