import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allOf, either, exists, is, isLess, lacks } from '../../domain/condition.ts';
import type { EventItem } from '../../domain/item.ts';
import { clauseNames, transactionTable } from '../../tools/docs/transactionTable.ts';
import { sourceFilesIn } from '../architecture/sourceFiles.ts';

/** Functions that the domain exports and that return actions, but for those that only others call. */
function transactions(): string[] {
  const sources = sourceFilesIn('domain');
  const builders = sources
    .flatMap(({ syntax }) => syntax.statements.filter(ts.isFunctionDeclaration))
    .filter(
      ({ modifiers, type }) =>
        modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
        /^Action(\[\])?$/.test(type?.getText() ?? ''),
    )
    .map(({ name }) => name?.text ?? '');
  const called = (name: string) =>
    sources.some(({ syntax }) => syntax.text.replaceAll(`function ${name}(`, '').includes(`${name}(`));
  return builders.filter((name) => !called(name));
}

describe('transactionTable', () => {
  const rows = transactionTable().trimEnd().split('\n').slice(2);

  it('has every transaction that the domain exports', () => {
    const named = new Set(rows.map((row) => /^\| `(\w+)/.exec(row)?.[1]));
    expect([...named].sort()).toEqual(transactions().sort());
  });

  it('has a row for each action, with the clauses of its condition', () => {
    expect(rows.filter((row) => row.startsWith('| `reserveSeat`'))).toEqual([
      '| `reserveSeat` | ConditionCheck | `USER#userId` `PROFILE` | `the item exists`, `no erasingAt` |',
      '| `reserveSeat` | UpdateItem | `EVENT#eventId` `METADATA` | `status = OPEN`, `no opensAt OR opensAt <= begunAt`, `no closesAt OR closesAt > begunAt`, `currentRegistrations < capacity`, `waitlistCount = 0`, `no laneUntil OR laneUntil < now`, `organizer = caller` |',
      '| `reserveSeat` | PutItem | `USER#userId` `EVENT#eventId` | `the item is absent` |',
    ]);
  });
});

describe('clauseNames', () => {
  it('says what each clause says, with names and values in place', () => {
    const clauses = [exists<EventItem>(), isLess<EventItem>('currentRegistrations', 'capacity')];
    const condition = allOf<EventItem>([...clauses, either(lacks('location'), is('status', 'OPEN'))]);
    expect(clauseNames(condition)).toEqual([
      'the item exists',
      'currentRegistrations < capacity',
      'no location OR status = OPEN',
    ]);
  });
});
