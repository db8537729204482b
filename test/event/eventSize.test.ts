import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { admin } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const MAX_INT = 2147483647;

/** Every registration rewrites the event item, at two write units per KB. For a cancelled one nobody registers. */
describe('The largest ASCII event', () => {
  it('stays within 1 KB: one write unit for the table', async () => {
    const eventId = 'e'.repeat(LIMITS.idLength);
    await given.event({
      eventId,
      title: 't'.repeat(LIMITS.titleLength),
      description: 'd'.repeat(LIMITS.descriptionLength),
      location: 'l'.repeat(LIMITS.locationLength),
      organizer: 'o'.repeat(LIMITS.idLength),
      endsAt: '9999-12-31T23:59:59.999Z',
      timeZone: 'z'.repeat(LIMITS.timeZoneLength),
      registrationOpensAt: '0001-01-01T00:00:00.000Z',
      registrationClosesAt: '9999-12-31T23:59:59.999Z',
      capacity: 1,
    });
    await given.registrations(eventId, await given.users(3));
    const [{ userId = '' } = {}] = (await api.scan()).filter((one) => one.registrationStatus === 'REGISTERED') as {
      userId?: string;
    }[];
    must(await calls.unregisterFromEvent(admin, { userId, eventId }));
    must(
      await calls.updateEvent(admin, {
        input: { eventId, status: 'CLOSED', organizer: 'o'.repeat(LIMITS.idLength) },
      }),
    );
    // In a crowd, and where the machine is slow, it has a `laneUntil` for some seconds.
    const { laneUntil: _, ...item } = (await stored(eventKey(eventId))) as unknown as EventItem;
    const lastWaitlistChange = { waitlistedAt: item.waitlistTail, kind: 'PROMOTED', count: MAX_INT };
    expect(item).toMatchObject({
      waitlistTail: expect.stringMatching(/Z$/),
      status: 'CLOSED',
      lastWaitlistChange: { kind: 'PROMOTED' },
    });
    const counters = [
      'capacity',
      'currentRegistrations',
      'waitlistCount',
      'waitlistJoins',
      'waitlistNoted',
      'version',
      'editedVersion',
      'detailsVersion',
      'waitlistVersion',
    ];
    const largest = { ...item, ...Object.fromEntries(counters.map((name) => [name, MAX_INT])), lastWaitlistChange };
    expect(Object.keys(largest).sort()).toEqual(Object.keys(item).sort());
    expect(bytesOf(largest)).toBeLessThanOrEqual(1024);
    const { ConsumedCapacity } = await api.documents.send(
      new PutCommand({ TableName: api.tableName, Item: largest, ReturnConsumedCapacity: 'INDEXES' }),
    );
    expect(ConsumedCapacity?.Table?.CapacityUnits).toBe(1);
  });
});

/**
 * An item's size as DynamoDB counts it (Developer Guide, "DynamoDB item sizes and formats"): names and texts in UTF-8,
 * a number about one byte per two digits and one more, a boolean one byte, a map 3 bytes and one per entry. Rounded up
 * throughout.
 */
function bytesOf(value: unknown, isItem = true): number {
  if (typeof value === 'string') {
    return Buffer.byteLength(value);
  }
  if (typeof value === 'number') {
    return Math.ceil(String(value).length / 2) + 1;
  }
  if (typeof value !== 'object' || value === null) {
    return 1;
  }
  const entries = Object.entries(value).map(
    ([name, content]) => Buffer.byteLength(name) + bytesOf(content, false) + (isItem ? 0 : 1),
  );
  return entries.reduce((sum, bytes) => sum + bytes, isItem ? 0 : 3);
}
