import { describe, expect, test } from 'vitest';
import { explainDeleteEvent } from '../../domain/event/deleteEvent.ts';
import type { EventItem } from '../../domain/item.ts';

const olga = { username: 'olga', isOrganizer: true, isUnrestricted: false };
const event = (registrations: number, waiting: number, organizer = 'olga') =>
  ({
    status: 'OPEN',
    listing: 'PUBLIC',
    organizer,
    currentRegistrations: registrations,
    waitlistCount: waiting,
  }) as EventItem;
const held = { type: 'None', item: null };
const explained = (type: string, item: EventItem | null, read: EventItem) => {
  const reasons = [{ type, item: item as Record<string, unknown> | null }, held];
  return explainDeleteEvent('event', olga, reasons, read)?.errorType ?? null;
};

describe('explainDeleteEvent', () => {
  test.each([
    ['somebody has a seat', event(1, 0), 'EventNotEmpty'],
    ['somebody waits', event(0, 1), 'EventNotEmpty'],
    ['another organizes it', event(1, 0, 'otto'), 'Unauthorized'],
    ['nobody is in it', event(0, 0), null],
  ])('of an attempt that met others: %s, as read before', (_what, read, type) => {
    expect(explained('TransactionConflict', null, read)).toBe(type);
    expect(explained('ThrottlingError', null, read)).toBe(type);
  });

  test('who is in a cancelled event is no reason: they were to be taken out', () => {
    const cancelled = { ...event(1, 1), status: 'CANCELLED' as const };
    expect(explained('TransactionConflict', null, cancelled)).toBeNull();
    expect(explained('TransactionConflict', null, { ...cancelled, organizer: 'otto' })).toBe('Unauthorized');
    expect(explained('ConditionalCheckFailed', cancelled, event(0, 0))).toBe('EventNotEmpty');
  });

  test('the event that the condition was judged by counts more than the one read before', () => {
    expect(explained('ConditionalCheckFailed', event(0, 1), event(0, 0))).toBe('EventNotEmpty');
    expect(explained('ConditionalCheckFailed', event(1, 0, 'otto'), event(1, 0))).toBe('Unauthorized');
    expect(explained('ConditionalCheckFailed', null, event(1, 0))).toBe('EventNotFound');
  });

  test('an event that was deleted, and created again, is another', () => {
    const anew = { ...event(0, 0), createdAt: '2026-01-02T00:00:00.000Z' };
    expect(explained('ConditionalCheckFailed', anew, event(0, 0))).toBe('EventNotFound');
  });

  test('the event read before explains no fault, no lost answer, and not that the description was held', () => {
    expect(explained('ValidationError', null, event(1, 0))).toBeNull();
    expect(explained('None', null, event(1, 0))).toBeNull();
    expect(explainDeleteEvent('event', olga, [], event(1, 0))).toBeNull();
  });
});
