import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Wish } from '../../domain/item.ts';
import { ENTITY_TYPES, eventKey, keyOf, leaseKey, type Key } from '../../domain/keys.ts';
import { askingToLeave, expiryOf, leaveTicket } from '../../domain/lane/ticket.ts';
import { LEASE_MS } from '../../domain/lane/lease.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { AnyItem } from '../../lambda/audit/rule/finding.ts';
import { judgeLaneItem } from '../../lambda/audit/rule/judgeLaneItem.ts';
import { Pace } from '../../lambda/audit/table/pace.ts';
import { TableReader } from '../../lambda/audit/table/tableReader.ts';
import { SYSTEM_CLOCK as clock } from '../../lambda/clock.ts';
import { sweepItem } from '../../tools/audit/repair/sweepItem.ts';
import { TABLE_NAMES } from '../lambda/support/startEventTable.ts';
import { withoutConditions } from '../lambda/support/unconditional.ts';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';

const HOUR_MS = 3600_000;
const ASKED_MS = Date.UTC(2030, 0, 1);

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,20}$/);
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.constant<Wish>({ kind: 'register' }),
  fc.record({ kind: fc.constant('leaveSeat' as const), pinned: fc.option(id), begunAt: fc.constant('2030') }),
  fc.record({
    kind: fc.constant('leaveWaitlist' as const),
    pinned: id,
    waitlistedAt: fc.constant('2030'),
    join: fc.option(fc.record({ event: fc.constant('2029'), number: fc.nat() })),
  }),
);
/** What the API may have left in a lane at `ASKED_MS`. */
const ticket: fc.Arbitrary<AnyItem> = fc
  .record({
    userId: id.map((rest) => `person-${rest}`),
    eventId: id,
    requestId: id,
    organizer: fc.option(id),
    wish,
    state: fc.constantFrom({ state: 'ASKED' }, { state: 'REFUSED' }, { state: 'DONE', promotedUserId: null }),
  })
  .map(({ userId, eventId, requestId, organizer, wish: wanted, state }) => {
    const askedAt = new Date(ASKED_MS).toISOString();
    const rest = { requestId, askedAt, deadlineMs: ASKED_MS + LIMITS.deadlineMs, organizer };
    const { key, attributes } = leaveTicket(askingToLeave({ userId, eventId }, wanted, rest));
    return { ...key, ...attributes, ...state };
  });
const lease: fc.Arbitrary<AnyItem> = fc.record({ eventId: id, holder: id }).map(({ eventId, holder }) => {
  const untilMs = ASKED_MS + LEASE_MS;
  return { ...leaseKey(eventId), entityType: ENTITY_TYPES.lease, holder, untilMs, expiresAt: expiryOf(untilMs) };
});
const item = fc.oneof(ticket, lease);
const rulesOf = (one: AnyItem, nowMs: number) => judgeLaneItem(one, nowMs).map(({ rule }) => rule);

describe('judgeLaneItem', () => {
  it('never finds anything wrong with what the API writes, from five minutes before, by a clock that is late, until a day after', () => {
    fc.assert(
      fc.property(item, fc.integer({ min: -4 * 60_000, max: 24 * HOUR_MS }), (one, laterMs) => {
        expect(rulesOf(one, ASKED_MS + laterMs)).toEqual([]);
      }),
    );
  });

  it('always finds what is kept for more than a day, and what ends later than any can', () => {
    fc.assert(
      fc.property(item, fc.integer({ min: 1, max: 1000 }), (one, hours) => {
        expect(rulesOf(one, ASKED_MS + 24 * HOUR_MS + hours * HOUR_MS)).toEqual(['lane.notSwept']);
        expect(rulesOf(one, ASKED_MS - hours * HOUR_MS)).toEqual(['lane.farAhead']);
      }),
    );
  });

  it('always finds an attribute that is missing or of another kind, and says which and not what is in it', () => {
    const changed = fc.tuple(item, fc.nat(), fc.constantFrom<unknown>(undefined, {}, -1.5, '', true, [['x']]));
    fc.assert(
      fc.property(changed, ([one, index, value]) => {
        const { PK: _, SK: __, promotedUserId: ___, ...attributes } = one;
        const names = Object.keys(attributes);
        const name = names[index % names.length] ?? '';
        // Free text may be empty; then it is the key that no longer fits.
        const findings = judgeLaneItem({ ...one, [name]: value }, ASKED_MS);
        fc.pre(!(name === 'holder' && value === ''));
        expect(findings).toHaveLength(1);
        expect(['lane.malformed', 'lane.unknown', 'lane.misplaced']).toContain(findings[0]?.rule);
        expect(findings[0]?.found).not.toContain('person-');
      }),
    );
  });

  it('always finds an item under the key of another', () => {
    fc.assert(
      fc.property(item, item, (one, other) => {
        fc.pre(one.PK !== other.PK || one.SK !== other.SK);
        // A lease's event is in its key alone.
        fc.pre(one.entityType !== ENTITY_TYPES.lease || other.entityType !== ENTITY_TYPES.lease);
        expect(rulesOf({ ...one, ...keyOf(other) }, ASKED_MS)).toEqual(['lane.misplaced']);
      }),
    );
  });
});

describe('sweepItem', () => {
  let table: AuditTable;
  beforeAll(async () => {
    table = await startAuditTable();
  });
  afterAll(() => table.close());

  const put = (one: object) =>
    DynamoDBDocumentClient.from(table.client).send(new PutCommand({ TableName: TABLE_NAMES.lane, Item: one }));
  const readerOf = (afterReading: () => Promise<unknown> = async () => undefined) => {
    const pace = new Pace({ unitsPerSecond: Infinity, patienceMs: 60_000, clock });
    const reader = new TableReader(table.client, TABLE_NAMES.lane, pace);
    const get = reader.get.bind(reader);
    reader.get = async <Item>(key: Key) => {
      const found = await get<Item>(key);
      await afterReading();
      return found;
    };
    return { reader, clock };
  };
  const sweep = (key: Key, afterReading?: () => Promise<unknown>, client = table.client) =>
    sweepItem(client, TABLE_NAMES.lane, readerOf(afterReading), keyOf(key));
  const endingAt = (untilMs: number) => ({
    ...leaseKey('event'),
    entityType: ENTITY_TYPES.lease,
    holder: 'h',
    untilMs,
    expiresAt: expiryOf(untilMs),
  });

  it('leaves what has changed between reading and deleting, and says what is wrong with what it has read', async () => {
    const [stuck, taken] = [endingAt(Date.now() + 24 * HOUR_MS), endingAt(Date.now() + LEASE_MS)];
    await put(stuck);
    const { isSwept, left } = await sweep(stuck, () => put(taken));
    expect([isSwept, left.map(({ rule }) => rule)]).toEqual([false, ['lane.farAhead']]);
    expect(await table.laneItems()).toEqual([taken]);
  });

  it('would take it away without its conditions (the control of the test above)', async () => {
    const { region, credentials, endpoint } = table;
    const client = withoutConditions(new DynamoDBClient({ region, credentials, endpoint }));
    const [stuck, taken] = [endingAt(Date.now() + 24 * HOUR_MS), endingAt(Date.now() + LEASE_MS)];
    await put(stuck);
    expect((await sweep(stuck, () => put(taken), client)).isSwept).toBe(true);
    expect(await table.laneItems()).toEqual([]);
    client.destroy();
  });

  it('leaves what is right by now, and what is gone', async () => {
    const living = endingAt(Date.now() + LEASE_MS);
    await put(living);
    expect(await sweep(living)).toEqual({ isSwept: false, left: [] });
    expect(await table.laneItems()).toEqual([living]);
    expect(await sweep(leaseKey('gone'))).toEqual({ isSwept: false, left: [] });
  });

  it('deletes out of the lanes even what has the key of an event, and touches no event', async () => {
    const eventId = await table.world.eventWith(1, []);
    const before = await table.items();
    const stray = { ...endingAt(Date.now()), ...eventKey(eventId) };
    await put(stray);
    expect(await sweep(stray)).toEqual({ isSwept: true, left: [] });
    expect(await table.items()).toEqual(before);
    expect((await table.laneItems()).map(({ PK }) => PK)).not.toContain(stray.PK);
  });
});
