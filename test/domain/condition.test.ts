import { describe, expect, it } from 'vitest';
import {
  absent,
  allOf,
  either,
  exists,
  is,
  isAbove,
  isAtLeast,
  isAtMost,
  isBefore,
  isLess,
  isNotAfter,
  isNotLess,
  isOneOf,
  isStill,
  lacks,
  not,
  type Clause,
} from '../../domain/condition.ts';
import { ownedBy } from '../../domain/event/ownedBy.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { changing } from '../../domain/update.ts';

describe('allOf', () => {
  it('joins clauses, and gives names and values their placeholders', () => {
    const clauses: Clause<EventItem>[] = [
      is('status', 'OPEN'),
      isLess('currentRegistrations', 'capacity'),
      is('waitlistCount', 0),
    ];
    expect(allOf<EventItem>([...clauses, ...ownedBy('ann'), ...ownedBy(null)])).toEqual({
      expression:
        '(#if_status = :if_0) AND (#if_currentRegistrations < #if_capacity) AND (#if_waitlistCount = :if_1) AND (#if_organizer = :if_2)',
      names: {
        '#if_status': 'status',
        '#if_currentRegistrations': 'currentRegistrations',
        '#if_capacity': 'capacity',
        '#if_waitlistCount': 'waitlistCount',
        '#if_organizer': 'organizer',
      },
      values: { ':if_0': 'OPEN', ':if_1': 0, ':if_2': 'ann' },
    });
  });

  it('keeps apart the values of clauses on one attribute', () => {
    const { expression, values } = allOf<EventItem>([
      either(is('capacity', 1), is('capacity', 2)),
      not(isOneOf('capacity', [3, 4])),
    ]);
    expect(expression).toBe(
      '(#if_capacity = :if_0 OR #if_capacity = :if_1) AND (NOT (#if_capacity IN (:if_2, :if_3)))',
    );
    expect(values).toEqual({ ':if_0': 1, ':if_1': 2, ':if_2': 3, ':if_3': 4 });
  });

  it('shares no placeholder with an update', () => {
    const condition = allOf<EventItem>([is('capacity', 1)]);
    const update = changing({ capacity: 1 }, { title: 'a' }, ['location']);
    const shared = (kind: 'names' | 'values') =>
      Object.keys(condition[kind]).filter((placeholder) => placeholder in update[kind]);
    expect([...shared('names'), ...shared('values')]).toEqual([]);
  });
});

describe('a clause', () => {
  it.each<[string, Clause<EventItem>]>([
    ['attribute_exists(#if_PK)', exists()],
    ['attribute_not_exists(#if_PK)', absent()],
    ['attribute_not_exists(#if_location)', lacks('location')],
    ['attribute_not_exists(#if_location)', isStill('location', undefined)],
    ['#if_location = :if_0', isStill('location', 'Hall')],
    ['#if_capacity > :if_0', isAbove('capacity', 1)],
    ['#if_capacity >= :if_0', isAtLeast('capacity', 1)],
    ['#if_capacity <= :if_0', isAtMost('capacity', 1)],
    ['#if_waitlistTail < :if_0', isBefore('waitlistTail', 'now')],
    ['#if_createdAt <= :if_0', isNotAfter('createdAt', 'now')],
    ['#if_currentRegistrations >= #if_capacity', isNotLess('currentRegistrations', 'capacity')],
    ['#if_status IN (:if_0)', isOneOf('status', ['OPEN'])],
  ])('says %s', (text, clause) => {
    expect(allOf([clause]).expression).toBe(`(${text})`);
  });

  it('does not compile with an attribute that its item has not, or a value that the attribute cannot have', () => {
    allOf<EventItem>([
      // @ts-expect-error no attribute of that name
      is('statu', 'OPEN'),
      // @ts-expect-error no status
      is('status', 'OPN'),
      // @ts-expect-error no number
      is('capacity', '1'),
      // @ts-expect-error one of them is no status
      isOneOf('status', ['OPEN', 'OPN']),
      // @ts-expect-error a text is no number
      isLess('status', 'capacity'),
      // @ts-expect-error nor to be compared with one
      isAbove('title', 1),
      // @ts-expect-error no time
      isBefore('waitlistTail', 1),
      // @ts-expect-error no attribute of that name
      lacks('place'),
      // @ts-expect-error an attribute of another item, within a clause
      either(is('capacity', 1), not(is('requestId', 'a'))),
    ]);
    // @ts-expect-error clauses on an event are none on a registration
    allOf<RegistrationItem>(ownedBy('ann'));
    // @ts-expect-error an attribute of what?
    allOf([is('status', 'OPEN')]);
  });
});
