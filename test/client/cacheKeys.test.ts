import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { readOperations } from 'appsync-local/testing';
import { EVENT_LISTS, KEY_FIELDS, KEYLESS, OWN_LISTS, PAGED_FIELDS } from '../../client/cacheKeys.ts';

const root = join(import.meta.dirname, '../..');
const schema = buildSchema(
  ['infra/api/appsync.graphql', 'schema.graphql'].map((file) => readFileSync(join(root, file), 'utf8')).join('\n'),
);
const { operations } = await readOperations(join(root, 'client/operations'));

/** By which fields things are known again: of caches, and of messages and answers, which say what they are about. */
const KEYS: Record<string, readonly string[]> = {
  ...KEY_FIELDS,
  Unregistration: ['userId', 'eventId'],
  EventChange: ['eventId'],
  WaitlistChange: ['eventId'],
  RegistrationChange: ['userId', 'eventId'],
};

/** Of a Registration: null inside of lists, although the person may have a position. */
const NULL_IN_LISTS = ['position', 'waitlistCount', 'waitlistVersion'];

/** Lists with positions, so that documents may select them. A null beside a place takes none away: `Heard` keeps it. */
const EXACT_LISTS: readonly string[] = ['listUserRegistrations'];
const EXACT = 'an exact list';

/** What is wrong with a document for a cache that is on. */
function faultsOf(text: string): string[] {
  const { definitions } = parse(text);
  const faults: string[] = [];
  const look = (holder: GraphQLObjectType, { selections }: SelectionSetNode, list: string | null): string[] =>
    selections.flatMap((one) => {
      if (one.kind === Kind.INLINE_FRAGMENT) {
        return look(holder, one.selectionSet, list);
      }
      if (one.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = definitions.find((part) => 'name' in part && part.name?.value === one.name.value);
        return look(holder, (fragment as FragmentDefinitionNode).selectionSet, list);
      }
      const name = one.name.value;
      if (holder.name === 'Registration' && NULL_IN_LISTS.includes(name) && list !== null && list !== EXACT) {
        faults.push(`${list} selects Registration.${name}, which is null in lists`);
      }
      const { type } = holder.getFields()[name] ?? {};
      const named = getNamedType(type);
      if (one.selectionSet !== undefined && isObjectType(named)) {
        const isList = list === EXACT ? !holder.name.endsWith('Page') : isListType(getNullableType(type));
        const within = EXACT_LISTS.includes(name) ? EXACT : isList ? holder.name : list;
        const selected = look(named, one.selectionSet, within);
        const missing = (KEYS[named.name] ?? []).filter((key) => !selected.includes(key));
        faults.push(...missing.map((key) => `${holder.name}.${name} does not select ${named.name}.${key}`));
      }
      return [name];
    });
  for (const part of definitions) {
    if (part.kind === Kind.OPERATION_DEFINITION) {
      look(schema.getRootType(part.operation) as GraphQLObjectType, part.selectionSet, null);
    }
  }
  return faults;
}

describe('documents in a cache that is on', () => {
  it.each(operations)('$name selects the key fields of everything, and nothing that is null in lists', ({ query }) => {
    expect(faultsOf(query)).toEqual([]);
  });

  it('are told when they forget a key, or select a position in a list', () => {
    expect(faultsOf('{ listEvents { items { title viewerRegistration { userId position } } } }')).toEqual([
      'EventPage selects Registration.position, which is null in lists',
      'Event.viewerRegistration does not select Registration.eventId',
      'EventPage.items does not select Event.eventId',
    ]);
    const nested = 'event { eventId viewerRegistration { userId eventId position } }';
    expect(faultsOf(`{ listUserRegistrations { items { userId eventId position ${nested} } } }`)).toEqual([
      'Registration selects Registration.position, which is null in lists',
    ]);
    expect(faultsOf('query { ...P } fragment P on Query { getUser(userId: "ada") { name } }')).toEqual([
      'Query.getUser does not select User.userId',
    ]);
  });

  it('have a key, or are said to have none, whatever type they select', () => {
    const roots = ['Query', 'Mutation', 'Subscription'];
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && !type.name.startsWith('__'),
    );
    const decided = [...roots, ...Object.keys(KEY_FIELDS), ...KEYLESS];
    expect(types.map(({ name }) => name).toSorted(), 'to add to client/cacheKeys.ts').toEqual(decided.toSorted());
  });

  it('have their pages merged, and the lists of people dropped that a registration changes', () => {
    const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
    const pages = fields.filter(({ type }) => getNamedType(type).name.endsWith('Page'));
    const about = (argument: string) =>
      pages.filter(({ args }) => args.some(({ name }) => name === argument)).map(({ name }) => name);
    expect(pages.map(({ name }) => name).toSorted(), 'to add to client/cacheKeys.ts').toEqual(PAGED_FIELDS.toSorted());
    expect(about('userId'), 'to add to client/cacheKeys.ts').toEqual(OWN_LISTS);
    expect(about('eventId'), 'to add to client/cacheKeys.ts').toEqual(EVENT_LISTS);
  });
});
