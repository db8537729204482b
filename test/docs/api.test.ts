import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { readResolverFiles } from '../../infra/wiring/readResolverFiles.ts';
import { coordinateOf } from '../../infra/wiring/resolverFile.ts';
import { CALLERS, type CallerKind } from '../../tools/docs/capture/probeCallers.ts';
import { collectFacts } from '../../tools/docs/collectFacts.ts';
import { ERROR_TYPES } from '../../tools/docs/errorMeanings.ts';
import { renderPage, type Facts } from '../../tools/docs/page/renderPage.ts';
import { readSchema, type FieldDocs } from '../../tools/docs/schema/readSchema.ts';
import { raisableErrors } from './raisableErrors.ts';

const PAGE = readFileSync('docs/api.md', 'utf8');
const schema = readSchema(readFileSync('schema.graphql', 'utf8'));
const operations = Object.values(schema.operations).flat();
const isPublished = ({ name }: FieldDocs) => name.startsWith('publish');

let facts: Facts;
beforeAll(async () => {
  facts = await collectFacts('.', inject('assemblyDir'), { endpoint: inject('dynamoDbEndpoint') });
});

describe('docs/api.md', () => {
  it('says what the schema says and the API answers (npm run docs writes it)', async () => {
    expect(await renderPage(facts)).toBe(PAGE);
  });

  it('would differ if an answer did', async () => {
    const { GetEvent, ...others } = facts.examples;
    const answer = JSON.parse(
      JSON.stringify(GetEvent?.answer).replace('"waitlistCount":2', '"waitlistCount":3'),
    ) as unknown;
    expect(await renderPage({ ...facts, examples: { ...others, GetEvent: { ...GetEvent!, answer } } })).not.toBe(PAGE);
  });

  it('shows an example of every operation that is for clients', () => {
    const shown = Object.values(facts.examples).map(({ query }) => /\{\s*(\w+)/.exec(query)?.[1]);
    expect(operations.filter((field) => !isPublished(field) && !shown.includes(field.name))).toEqual([]);
  });

  it('shows every error as it came, but for the three that need bad luck', () => {
    expect(Object.keys(facts.refusals).sort()).toEqual(
      ERROR_TYPES.filter((type) => !['AnswerIncomplete', 'Busy', 'InternalError'].includes(type)).sort(),
    );
  });

  it('has a section for everything that it links to', () => {
    const headings = [...PAGE.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = '']) => `#${heading.toLowerCase().replaceAll(' ', '-')}`,
    );
    const links = [...PAGE.matchAll(/\]\((#[^)]*)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !headings.includes(link))).toEqual([]);
  });
});

/** Whom the words of the schema let call. */
const MEANT: Record<string, CallerKind[]> = {
  everyone: Object.keys(CALLERS) as CallerKind[],
  'the user': ['the user'],
  "the event's organizer": ['the event’s organizer'],
  organizers: ['another organizer', 'the event’s organizer'],
  'the group door': ['group door'],
  admins: ['admin'],
  backends: ['backend (IAM)'],
  "the publisher on the table's stream only": ['backend (IAM)'],
};

describe('schema.graphql', () => {
  it.each(operations)('says of $name who may call it, as it is', ({ name, words }) => {
    const meant = (words.who ?? '')
      .replaceAll(/ \([^)]*\)/g, '')
      .replace(/^For /, '')
      .replace(/\.$/, '')
      .split(/, | and /);
    expect(meant.filter((who) => MEANT[who] === undefined)).toEqual([]);
    expect(facts.allowed[name]?.toSorted()).toEqual(meant.flatMap((who) => MEANT[who] ?? []).toSorted());
  });

  const { resolvers } = readResolverFiles(resolve('resolvers'));
  it.each(resolvers.map((one) => [coordinateOf(one), one] as const))(
    'names the errors of %s: those that its code can raise',
    (coordinate, resolver) => {
      const fields = [
        ...Object.entries(schema.operations),
        ...schema.types.map(({ name, fields }) => [name, fields] as const),
      ];
      const field = fields.flatMap(([type, members]) =>
        members.filter(({ name }) => `${type}.${name}` === coordinate),
      )[0]!;
      const raisable = raisableErrors(
        resolver,
        field.args.some((argument) => argument.startsWith('nextToken')),
      );
      raisable.delete('InternalError');
      expect(field.words.errorTypes.toSorted()).toEqual([...raisable].toSorted());
    },
  );
});
