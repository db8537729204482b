import { describe, expect, test } from 'vitest';
import { describeRemovals, type Removal } from './guards/removeGuard.ts';

const removal = (guard: string, histories: Removal['histories']): Removal => ({
  guard,
  caughtBy: 'a rush',
  plays: 1,
  complaint: 'oversold',
  histories,
});

describe('describeRemovals', () => {
  test('says how many random histories were tried, also when none of them caught anything', () => {
    const removals = [
      removal('a', { tried: 3, isCaught: true }),
      removal('b', { tried: 7, isCaught: false }),
      removal('c', null),
    ];
    const rows = describeRemovals(removals).split('\n');
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['guard', 'caught by', 'after plays', 'after random histories'],
      ['a', 'a rush', '1', '3'],
      ['b', 'a rush', '1', 'none of 7'],
      ['c', 'a rush', '1', '-'],
    ]);
  });
});
