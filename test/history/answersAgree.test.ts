import { describe, expect, test } from 'vitest';
import { contradictions } from './crowd/answersAgree.ts';
import type { Call } from './history.ts';
import type { Operation } from './model/operation.ts';
import { leave, look, register } from './scenarios/director.ts';

const STRICTLY = { mayRepeat: false };
const NOBODY = new Set<string>();
const LOOK_AT_EVENT: Operation = { name: 'getEvent', as: 'admin' };
const LOOK_FROM_OUTSIDE: Operation = { name: 'getPublicEvent' };

const call = (operation: Operation, called: number, returned: number, value: object | 'unknown'): Call => {
  const outcome = value === 'unknown' ? { kind: value as 'unknown' } : { kind: 'answered' as const, answer: { value } };
  return { client: 0, operation, called, returned, outcome };
};
const event = (capacity: number, currentRegistrations: number, waitlistCount: number, version = 1) => ({
  capacity,
  currentRegistrations,
  waitlistCount,
  version,
});
const place = (userId: string, position: number, waitlistCount: number, waitlistVersion: number) => ({
  userId,
  registrationId: `of ${userId}`,
  registrationStatus: 'WAITLISTED',
  position,
  waitlistCount,
  waitlistVersion,
});

describe('contradictions', () => {
  test('finds none in answers that agree', () => {
    const calls = [
      call(LOOK_AT_EVENT, 1, 2, event(1, 1, 2)),
      call(look('a'), 3, 6, place('a', 1, 2, 5)),
      call(look('b'), 4, 5, place('b', 2, 2, 5)),
      call(look('b'), 7, 8, place('b', 1, 1, 6)),
      call(register('c'), 9, 12, {}),
      call(leave('c'), 10, 11, 'unknown'),
    ];
    expect(contradictions(calls, new Set(['c']), STRICTLY)).toEqual([]);
    expect(contradictions(calls, NOBODY, STRICTLY)).toEqual([]);
  });

  test('lets only a read that may lag see an older version, and nobody after it an older one', () => {
    const seen = [call(LOOK_AT_EVENT, 1, 2, event(1, 1, 0, 7)), call(LOOK_FROM_OUTSIDE, 3, 4, event(1, 1, 0, 6))];
    expect(contradictions(seen, NOBODY, STRICTLY)).toEqual([]);
    const ahead = [call(LOOK_FROM_OUTSIDE, 1, 2, event(1, 1, 0, 7)), call(LOOK_AT_EVENT, 3, 4, event(1, 1, 0, 6))];
    expect(contradictions(ahead, NOBODY, STRICTLY)).toHaveLength(1);
  });

  test.each([
    ['more registered than capacity', [call(LOOK_AT_EVENT, 1, 2, event(1, 2, 0))]],
    ['a free seat beside a waiting person', [call(LOOK_AT_EVENT, 1, 2, event(2, 1, 1))]],
    [
      'an older version than one that was answered before',
      [call(LOOK_AT_EVENT, 1, 2, event(1, 1, 0, 7)), call(LOOK_AT_EVENT, 3, 4, event(1, 1, 0, 6))],
    ],
    [
      'an older waitlistVersion than one that was answered before',
      [call(look('a'), 1, 2, place('a', 1, 1, 7)), call(look('b'), 3, 4, place('b', 1, 1, 6))],
    ],
    [
      'two people with one position',
      [call(look('a'), 1, 3, place('a', 1, 2, 5)), call(look('b'), 2, 4, place('b', 1, 2, 5))],
    ],
    [
      'two lengths of one queue',
      [call(look('a'), 1, 3, place('a', 1, 2, 5)), call(look('b'), 2, 4, place('b', 2, 3, 5))],
    ],
    ['a position beyond the end of the queue', [call(look('a'), 1, 2, place('a', 3, 2, 5))]],
    [
      'somebody who falls back in the queue',
      [call(look('a'), 1, 3, place('a', 1, 3, 5)), call(look('a'), 2, 4, place('a', 2, 3, 6))],
    ],
    ['a registration that is gone', [call(register('a'), 1, 2, {})]],
    [
      'a registration made twice',
      [call(register('a'), 1, 4, {}), call(leave('a'), 2, 3, {}), call(leave('a'), 5, 6, {})],
    ],
    ['a registration given up that was never made', [call(leave('a'), 1, 2, {})]],
  ])('finds %s', (_, calls) => {
    expect(contradictions(calls, NOBODY, STRICTLY)).not.toEqual([]);
  });

  test('lets a registration be made twice only where it may be repeated, and somebody gave it up meanwhile', () => {
    const twice = [call(register('a'), 1, 4, {}), call(leave('a'), 2, 3, {}), call(leave('a'), 5, 6, {})];
    expect(contradictions(twice, NOBODY, { mayRepeat: true })).toEqual([]);
    const before = [call(register('a'), 1, 2, {}), call(leave('a'), 3, 4, {}), call(leave('a'), 5, 6, {})];
    expect(contradictions(before, NOBODY, { mayRepeat: true })).not.toEqual([]);
  });
});
