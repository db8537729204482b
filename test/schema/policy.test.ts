import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { additions, breakingChanges, withoutDate } from './schemaChanges.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const build = (sdl: string) => buildSchema(`${read('infra/api/appsync.graphql')}\n${sdl}`);
const today = new Date().toISOString().slice(0, 10);

const released = read('schema.released.graphql');
const current = read('schema.graphql');
const [, unreleased = '', version = ''] =
  /## Unreleased\n([^]*?)\n## (\d+\.\d+\.\d+) /.exec(read('CHANGELOG.md')) ?? [];
const [, announced = ''] = /### Schema\n([^]*?)(?:\n### |$)/.exec(unreleased) ?? [];

describe('schema.graphql, next to the schema of the last release', () => {
  it('is compared with the release that CHANGELOG.md names last', () => {
    expect(released.split('\n', 1)[0]).toContain(`of release ${version},`);
  });

  it('breaks no client: what goes was deprecated until a day that is past', () => {
    expect(breakingChanges(build(released), build(current), today)).toEqual([]);
  });

  it('has nothing new that CHANGELOG.md does not name under "Schema"', () => {
    const unnamed = additions(build(released), build(current)).filter((one) => !announced.includes(`\`${one}\``));
    const line = `CHANGELOG.md, Unreleased, Schema: - New: ${unnamed.map((one) => `\`${one}\``).join(', ')}.`;
    expect(unnamed, `\nTo add:\n${line}\n`).toEqual([]);
  });

  it('says of everything deprecated until when it stays: @deprecated(reason: "Until 2031-01-31: use …")', () => {
    expect(withoutDate(build(current))).toEqual([]);
  });
});

describe('the comparison', () => {
  const before = `
    enum Mood { GLAD  SAD @deprecated(reason: "Until 2026-01-31: use GLAD") }
    type Query {
      one(id: ID): Thing @aws_api_key @aws_iam  two(n: Int): String
      more(of: ID @deprecated(reason: "Until 2026-01-31: use id"), id: ID): Thing
    }
    type Thing @aws_api_key @aws_iam {
      name: String
      old: Int @deprecated(reason: "Until 2026-01-31: use name")
      mood: Mood @aws_cognito_user_pools
    }
  `;
  const broken = (after: string, day = '2026-02-01') => breakingChanges(build(before), build(after), day);

  it.each([
    ['a field is gone', before.replace('two(n: Int): String', ''), 'Query.two was removed.'],
    ['an argument is required', before.replace('id: ID', 'id: ID!'), /one arg id has changed type/],
    ['a type is another', before.replace('name: String', 'name: Int'), /Thing.name changed type/],
    ['a value is gone', before.replace('GLAD ', 'HAPPY '), 'GLAD was removed from enum type Mood.'],
    [
      'a field is closed',
      before.replace('@aws_api_key @aws_iam  two', '@aws_iam  two'),
      'Query.one is closed to aws_api_key.',
    ],
    [
      'a type is closed',
      before.replace('type Thing @aws_api_key', 'type Thing'),
      /Thing.name is closed to aws_api_key/,
    ],
    [
      'a field is for a group only',
      before.replace('pools', 'pools(cognito_groups: ["admins"])'),
      'Thing.mood is closed to aws_cognito_user_pools.',
    ],
  ])('finds that %s', (_what, after, message) => {
    expect(broken(after)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
  });

  it('lets go what was deprecated, after its day and not on it', () => {
    const after = [/old: Int.*/, /SAD @deprecated\(.*?\)/, /of: ID @deprecated\(.*?\), /].reduce(
      (sdl, gone) => sdl.replace(gone, ''),
      before,
    );
    expect(broken(after)).toEqual([]);
    expect(broken(after, '2026-01-31')).toEqual([
      'SAD was removed from enum type Mood.',
      'Query.more arg of was removed.',
      'Thing.old was removed.',
    ]);
  });

  it('allows what is added, and lists it', () => {
    const after = `${before.replace('n: Int', 'n: Int, more: Int')} type New { field: Int }`;
    expect(broken(after)).toEqual([]);
    expect(additions(build(before), build(after))).toEqual(['Query.two(more:)', 'New']);
  });

  it('finds a deprecation that does not say until when, of an argument as well', () => {
    expect(withoutDate(build('type Query { one: Int @deprecated(reason: "use two") }'))).toEqual(['Query.one']);
    expect(withoutDate(build('type Query { one(id: ID @deprecated): Int }'))).toEqual(['Query.one(id:)']);
  });
});
