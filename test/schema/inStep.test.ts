import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSchema, Kind, parse, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readOperations } from 'appsync-local/testing';
import { readResolverFiles } from '../../infra/wiring/readResolverFiles.ts';
import { coordinateOf } from '../../infra/wiring/resolverFile.ts';
import { missingCalls, missingOperations, missingRows, strayRows, unanswered, unaudited, unstored } from './inStep.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const SDL = read('schema.graphql');
const build = (sdl: string) => buildSchema(`${read('infra/api/appsync.graphql')}\n${sdl}`);

const { operations } = await readOperations(join(root, 'client/operations'));
const ASKED = operations.map(({ name, query }) => ({
  name,
  fields: parse(query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []))
      : [],
  ),
}));
const RESOLVED = new Set(readResolverFiles(resolve(root, 'resolvers')).resolvers.map(coordinateOf));

/** What is kept in step with the schema by hand. Each says which lines it lacks, and where they go. */
const GATES: Record<string, (schema: GraphQLSchema) => string[]> = {
  'every field of an event or a registration is answered': (schema) => unanswered(schema, RESOLVED),
  'whatever createEvent and updateEvent take is checked, stored and can be cleared': unstored,
  'the audit knows every attribute of an event': unaudited,
  'the table of access has a row for every field': missingRows,
  'the tests of access ask every field of Query, Mutation and Subscription': missingCalls,
  'clients have an operation for each of them, and the reference an example': (schema) =>
    missingOperations(schema, ASKED),
};

describe('schema.graphql', () => {
  it.each(Object.entries(GATES))('%s', (_title, missing) => {
    const lines = missing(build(SDL));
    expect(lines, `\nTo add:\n${lines.join('\n')}\n`).toEqual([]);
  });

  it('has every field that the table of access has a row for', () => {
    expect(strayRows(build(SDL)), 'rows to take out of test/access/accessTable.ts').toEqual([]);
  });
});

describe('a field that is kept nowhere', () => {
  /** What is missing besides what the schema itself lacks while somebody adds to it. */
  const missing = (before: string, added: string) => {
    const [lacking, schema] = [build(SDL), build(SDL.replace(before, `${before}\n${added}\n`))];
    return Object.values(GATES).flatMap((gate) => gate(schema).filter((line) => !gate(lacking).includes(line)));
  };

  it('of an event lacks an answer and a row, as its directives are', () => {
    expect(missing('type Event @aws_api_key @aws_cognito_user_pools @aws_iam {', 'note: String @aws_iam')).toEqual([
      expect.stringMatching(/^domain\/event\/event.ts, Event and toEvent: note /),
      expect.stringMatching(/^test\/access\/accessTable.ts: Event.note +- +- +- +- +- +- +- +yes +yes +yes$/),
    ]);
  });

  it('of an input lacks what checks, stores, changes and clears it', () => {
    const input = (type: string) => missing(`input ${type} {`, 'note: String');
    expect(input('CreateEventInput').map((line) => line.split(':', 1)[0])).toEqual([
      'domain/event/createEvent.ts, NewEvent and newEventAttributes',
      'domain/event/input.ts, checkEventValues',
    ]);
    expect(input('UpdateEventInput').map((line) => line.split(':', 1)[0])).toEqual([
      'domain/event/updateEvent.ts, settledValues',
      'domain/event/updateEvent.ts, clearedAttributes',
    ]);
  });

  it('of Query lacks a row, a route, a question, an operation and an example', () => {
    expect(missing('type Query {', 'getNote(eventId: ID!): String @aws_iam')).toEqual([
      expect.stringMatching(/^test\/access\/accessTable.ts: Query.getNote +- +- +- +- +- +- +- +yes +- +-$/),
      "test/access/routes.ts, ROUTES: { name: 'it', root: 'Query.getNote', args: ({ eventId }) => `eventId: ${text(eventId)}` },",
      "test/access/questions.ts, QUESTIONS: 'Query.getNote': [({ eventId }) => `{ getNote(eventId: ${text(eventId)}) }`],",
      'client/operations/*.graphql: query GetNote($eventId: ID!) { getNote(eventId: $eventId) }',
      'client/operations/examples.json, variables: "GetNote": { … }',
      "tools/docs/capture/story.ts, STORY: { operation: 'GetNote', as: 'alice' },",
    ]);
  });

  it('has left a row behind where it is called otherwise now', () => {
    expect(strayRows(build(SDL.replace('seatsLeft: Int!', 'freeSeats: Int!')))).toEqual(['Event.seatsLeft']);
  });
});
