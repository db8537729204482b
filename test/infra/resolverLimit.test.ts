import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { readResolverFiles } from '../../infra/wiring/readResolverFiles.ts';
import { coordinateOf } from '../../infra/wiring/resolverFile.ts';
import { templatesOf } from './synthesise.ts';

const schema = buildSchema(
  ['infra/api/appsync.graphql', 'schema.graphql'].map((file) => readFileSync(file, 'utf8')).join('\n'),
);
const resolved = new Set(readResolverFiles('resolvers').resolvers.map(coordinateOf));

/** Where requests stand that are sent to the API: whole files, and texts within others. */
const SENT = [
  { files: /^client\/operations\/.*\.graphql$/, text: /^([^]*)$/g },
  { files: /\.md$/, text: /```(?:graphql|gql)\n([^]*?)```/g },
  { files: /\.(?:md|ts|tsx|mjs)$/, text: /`([^`]*\{[^`]*)`/g },
  { files: /\.md$/, text: /"query": ?"((?:[^"\\]|\\.)*)"/g },
];
const FILES = ['client', 'docs', 'examples'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => !name.includes('node_modules/')),
);

/** The documents with operations among these texts; those of the client also with all their fragments. */
function documentsSent(): DocumentNode[] {
  const client = FILES.filter((file) => SENT[0]?.files.test(file)).map((file) => readFileSync(file, 'utf8'));
  const texts = SENT.flatMap(({ files, text }) =>
    ['README.md', ...FILES]
      .filter((file) => files.test(file))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(text)].map(([, found = '']) => found)),
  );
  return [...texts, client.join('\n')].flatMap(documentOf);
}

function documentOf(text: string): DocumentNode[] {
  try {
    const document = parse(text.replaceAll('\\"', '"'));
    return document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION) ? [document] : [];
  } catch {
    return [];
  }
}

/** The most resolvers that AppSync may run for an operation of the document. */
function resolversOf(document: DocumentNode): number {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  );
  const count = (selections: SelectionSetNode, type: GraphQLObjectType, page: number): number =>
    selections.selections.reduce((sum, one) => {
      switch (one.kind) {
        case Kind.FIELD:
          return sum + countField(one, type, page);
        case Kind.INLINE_FRAGMENT:
          return sum + count(one.selectionSet, type, page);
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments.get(one.name.value);
          return sum + (fragment === undefined ? 0 : count(fragment, type, page));
        }
      }
    }, 0);
  const countField = (field: FieldNode, type: GraphQLObjectType, page: number): number => {
    const definition = type.getFields()[field.name.value];
    const inner = getNamedType(definition?.type);
    const own = resolved.has(`${type.name}.${field.name.value}`) ? 1 : 0;
    const times = field.name.value === 'items' ? page : 1;
    return isObjectType(inner) && field.selectionSet
      ? own + times * count(field.selectionSet, inner, pageOf(field))
      : own;
  };
  const sizes = document.definitions.flatMap((one) => {
    const root = one.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(one.operation) : null;
    return one.kind === Kind.OPERATION_DEFINITION && root ? [count(one.selectionSet, root, 1)] : [];
  });
  return Math.max(0, ...sizes);
}

/** How many items a list may answer: what is asked for, at most what a variable can ask for. */
function pageOf({ arguments: given = [] }: FieldNode): number {
  const limit = given.find(({ name }) => name.value === 'limit')?.value;
  return limit === undefined ? LIMITS.pageDefault : limit.kind === Kind.INT ? Number(limit.value) : LIMITS.pageMax;
}

describe('the resolvers that AppSync runs for one request', () => {
  it('are limited to what the largest query of client, example and documents needs, and little more', () => {
    const documents = documentsSent();
    expect(documents.length).toBeGreaterThan(20);
    const largest = Math.max(...documents.map(resolversOf));
    const [api] = Object.values(templatesOf('prod').api.findResources('AWS::AppSync::GraphQLApi'));
    const limit = api?.Properties.ResolverCountLimit as number;
    expect(limit).toBeGreaterThanOrEqual(largest);
    expect(limit).toBeLessThanOrEqual(1.2 * largest);
  });

  it.each([
    [1, '{ getEvent(eventId: "e") { title } }'],
    [3, '{ getEvent(eventId: "e") { description viewerRegistration { position } } }'],
    [21, '{ listEvents { items { description } } }'],
    [301, 'query ($n: Int) { listEvents(limit: $n) { items { description viewerRegistration { event { title } } } } }'],
    [201, 'query ($n: Int) { listEvents(limit: $n) { items { viewerStanding viewerRegistration { position } } } }'],
    [11, '{ listEvents(limit: 10) { ...P } } fragment P on EventPage { items { description } }'],
    [2, '{ a: getEvent(eventId: "e") { title } b: getEvent(eventId: "e") { title } }'],
  ])('are counted: %i of %s', (expected, query) => {
    expect(resolversOf(parse(query))).toBe(expected);
  });
});
