import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GOOD_SOURCE, prepare } from './resolverFixture.ts';

const SCHEMA = `
  type Thing { id: ID! label: String }
  type Query { getThing(id: ID!): Thing }
  type Mutation { makeThing(id: ID!): Thing }`;
const QUERY = { 'thing/Query.getThing.ts': GOOD_SOURCE };
const PIPELINE = 'thing/Mutation.makeThing';
const GOOD = {
  ...QUERY,
  [`${PIPELINE}/pipeline.ts`]: GOOD_SOURCE,
  [`${PIPELINE}/1.take.ts`]: GOOD_SOURCE,
  [`${PIPELINE}/2.settle.lambda.ts`]: GOOD_SOURCE,
};

describe('prepareResolvers', () => {
  it('chooses data sources by file name: mutations write, everything else reads', () => {
    const { resolvers, message } = prepare(SCHEMA, {
      ...GOOD,
      'thing/Thing.label.none.ts': GOOD_SOURCE,
      [`${PIPELINE}/3.finish.settle.ts`]: GOOD_SOURCE,
      [`${PIPELINE}/4.ask.lane.ts`]: GOOD_SOURCE,
      'shared/raise.ts': 'export const anything = 1;',
    });
    expect(message).toBe('');
    expect(resolvers).toMatchObject([
      {
        kind: 'PIPELINE',
        type: 'Mutation',
        steps: [
          { position: 1, name: 'take', dataSource: 'TableWriter' },
          { position: 2, name: 'settle', dataSource: 'PromoteFromWaitlist' },
          { position: 3, name: 'finish', dataSource: 'Settle' },
          { position: 4, name: 'ask', dataSource: 'LaneWriter' },
        ],
      },
      { kind: 'UNIT', type: 'Query', field: 'getThing', dataSource: 'TableReader' },
      { kind: 'UNIT', type: 'Thing', field: 'label', dataSource: 'None' },
    ]);
  });

  it('writes one text for each file, the same for the same sources, with nothing imported but AppSync itself', () => {
    const first = prepare(SCHEMA, { ...GOOD });
    const second = prepare(SCHEMA, { ...GOOD });
    const names = readdirSync(first.outputFolder).sort();
    expect(names).toEqual([
      'Mutation.makeThing.1.take.js',
      'Mutation.makeThing.1.take.js.map',
      'Mutation.makeThing.2.settle.js',
      'Mutation.makeThing.2.settle.js.map',
      'Mutation.makeThing.pipeline.js',
      'Mutation.makeThing.pipeline.js.map',
      'Query.getThing.js',
      'Query.getThing.js.map',
    ]);
    for (const name of names) {
      const text = readFileSync(`${first.outputFolder}/${name}`, 'utf8');
      expect(text).toBe(readFileSync(`${second.outputFolder}/${name}`, 'utf8'));
      expect(text).not.toContain('sourceMappingURL');
    }
  });

  it('says where a file does not compile, shared code included', () => {
    const broken = {
      ...GOOD,
      'thing/Query.getThing.ts': `import '../shared/a.ts';${GOOD_SOURCE}`,
      'shared/a.ts': '\n let 1;',
    };
    expect(() => prepare(SCHEMA, broken)).toThrow('  - resolvers/shared/a.ts:2:6: ');
  });

  it('names every problem at once', () => {
    const { problems } = prepare(SCHEMA, { 'Query.missing.ts': GOOD_SOURCE });
    expect(problems.map(({ kind }) => kind)).toEqual([
      'FIELD_WITHOUT_FILE',
      'FIELD_WITHOUT_FILE',
      'FILE_WITHOUT_FIELD',
    ]);
  });
});

describe('WiringError', () => {
  it.each([
    {
      when: 'a schema field has no file',
      sources: { ...QUERY },
      says: 'schema.graphql:4: Mutation.makeThing is in the schema, but no file in resolvers/ is named after it.',
    },
    {
      when: 'a file has no schema field',
      sources: { ...GOOD, 'thing/Thing.colour.ts': GOOD_SOURCE },
      says: 'resolvers/thing/Thing.colour.ts names Thing.colour, which is not in the schema.',
    },
    {
      when: 'a field has two files',
      sources: { ...GOOD, 'Query.getThing.none.ts': GOOD_SOURCE },
      says: 'is a second resolver of Query.getThing.',
    },
    {
      when: 'steps have a gap',
      sources: { ...GOOD, [`${PIPELINE}/4.late.ts`]: GOOD_SOURCE },
      says: `resolvers/${PIPELINE} has no step 3, but a later one.`,
    },
    {
      when: 'two steps have the same number',
      sources: { ...GOOD, [`${PIPELINE}/2.also.ts`]: GOOD_SOURCE },
      says: `resolvers/${PIPELINE}/2.settle.lambda.ts is a second step 2 of Mutation.makeThing.`,
    },
    {
      when: 'two steps have the same name',
      sources: { ...GOOD, [`${PIPELINE}/3.take.ts`]: GOOD_SOURCE },
      says: `resolvers/${PIPELINE}/3.take.ts repeats the name of another step of Mutation.makeThing.`,
    },
    {
      when: 'a pipeline has no pipeline.ts',
      sources: { ...QUERY, [`${PIPELINE}/1.take.ts`]: GOOD_SOURCE },
      says: `resolvers/${PIPELINE} has no pipeline.ts, the handlers of Mutation.makeThing itself.`,
    },
    {
      when: 'a pipeline has no steps',
      sources: { ...QUERY, [`${PIPELINE}/pipeline.ts`]: GOOD_SOURCE },
      says: `resolvers/${PIPELINE} has no steps; make Mutation.makeThing a single file.`,
    },
    {
      when: 'a pipeline has more than 10 steps',
      sources: {
        ...GOOD,
        ...Object.fromEntries(range(3, 11).map((n) => [`${PIPELINE}/${n}.more${n}.ts`, GOOD_SOURCE])),
      },
      says: `resolvers/${PIPELINE} has 11 steps; AppSync allows 10.`,
    },
    {
      when: 'a file is not of the grammar',
      sources: { ...GOOD, 'thing/formatThing.ts': 'export {};' },
      says: 'resolvers/thing/formatThing.ts is neither <Type>.<field>',
    },
    {
      when: 'a bundle is over 32,768 characters',
      sources: { ...GOOD, 'thing/Query.getThing.ts': withText('x'.repeat(32_768)) },
      says: 'characters, at most 32768 are allowed',
    },
    {
      when: 'something other than AppSync is imported',
      sources: {
        ...GOOD,
        'thing/Query.getThing.ts': `import { readFileSync } from 'node:fs';${withText('x')} export const f = readFileSync;`,
      },
      says: 'resolvers/thing/Query.getThing.ts would be refused by AppSync: node:fs does not exist in APPSYNC_JS (resolvers/thing/Query.getThing.ts:1:',
    },
    {
      when: 'a method is called that APPSYNC_JS does not have',
      sources: { ...GOOD, 'thing/Query.getThing.ts': `${GOOD_SOURCE} export const f = (s) => s.charCodeAt(0);` },
      says: '.charCodeAt() does not exist in APPSYNC_JS (resolvers/thing/Query.getThing.ts:',
    },
    {
      when: 'a handler is missing',
      sources: { ...GOOD, 'thing/Query.getThing.ts': 'export function request() { return {}; }' },
      says: 'resolvers/thing/Query.getThing.ts would be refused by AppSync: missing export: response',
    },
    {
      when: 'the bundler adds a helper of its own',
      sources: {
        ...GOOD,
        'shared/all.ts': 'export const a = 1; export const b = 2;',
        'thing/Query.getThing.ts': `import * as all from '../shared/all.ts';${GOOD_SOURCE} export const f = [all];`,
      },
      says: 'resolvers/thing/Query.getThing.ts would be refused by AppSync: Object.defineProperty does not exist in APPSYNC_JS',
    },
  ])('is one clear sentence when $when', ({ sources, says }) => {
    const { problems, message } = prepare(SCHEMA, sources);
    expect(message).toContain(says);
    expect(problems).toHaveLength(1);
  });
});

function withText(text: string): string {
  return `${GOOD_SOURCE} export const text = '${text}';`;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
