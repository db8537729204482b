import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createEvent, type NewEvent } from '../../../domain/event/createEvent.ts';
import { deleteEvent } from '../../../domain/event/deleteEvent.ts';
import type { EventItem } from '../../../domain/item.ts';
import type { Action } from '../../../domain/transaction.ts';
import { byTier } from '../../../test/support/tier.ts';
import type { RejectLine } from '../src/migrate/record/lines.ts';
import { RequestWindow } from '../src/migrate/requestWindow.ts';
import type { LegacyRecord } from '../src/migrate/rules/attributeJson.ts';
import { convert } from '../src/migrate/rules/convert.ts';
import { writeEvents } from '../src/migrate/target/writeEvents.ts';
import { jsonOf } from './support/files.ts';
import { startMoveTables, type Move, type MoveTables } from './support/tables.ts';

let tables: MoveTables;
beforeAll(async () => {
  tables = await startMoveTables();
});
afterAll(() => tables.close());

const old = (eventId: string, title = 'Party'): LegacyRecord => ({
  eventId: { S: eventId },
  title: { S: title },
  date: { S: '2030-05-01T18:00:00Z' },
  capacity: { N: '50' },
  organizer: { S: 'olga' },
  status: { S: 'open' },
});
function eventOf(record: LegacyRecord): NewEvent {
  const { event } = convert(record, { sourceKey: 'eventId', mapIds: true });
  if (event === null) {
    throw new Error('rejected by a rule');
  }
  return event;
}
const mapped = (id: string) => eventOf(old(id)).eventId;

/** Creates the event as the API does: from no record. */
function createInApi(move: Move, event: NewEvent): Promise<void> {
  return carryOut(move, createEvent(event, '2029-01-01T00:00:00.000Z'));
}

/** Deletes an event as the API does. */
function deleteInApi(move: Move, eventId: string, organizer: string): Promise<void> {
  const backend = { username: null, isOrganizer: false, isUnrestricted: true };
  return carryOut(
    move,
    deleteEvent(
      eventId,
      backend,
      { eventId, organizer, status: 'OPEN', createdAt: '2029' },
      '2029-01-01T00:00:00.000Z',
    ),
  );
}

async function carryOut({ options: { target: TableName } }: Move, actions: Action[]): Promise<void> {
  for (const { operation, key, attributes } of actions) {
    if (operation === 'DeleteItem') {
      await tables.documents.send(new DeleteCommand({ TableName, Key: { ...key } }));
    } else {
      await tables.documents.send(new PutCommand({ TableName, Item: { ...key, ...attributes } }));
    }
  }
}

async function addRecord(move: Move, id: string, title?: string): Promise<void> {
  const values = Object.entries(old(id, title)).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]);
  await tables.documents.send(
    new PutCommand({ TableName: move.options.source, Item: Object.fromEntries(values) as Record<string, unknown> }),
  );
}

const reasonsOf = (rejects: RejectLine[]) =>
  rejects.map(({ id, reasons }) => ({ id, reasons: reasons.map(({ rule, takenBy }) => [rule, takenBy]) }));
const MAP_IDS = { mapIds: true };

describe('a mapped id that is the own id of another record', () => {
  it.each([1, 3])('is left to that record, by every action, with %i segments', async (segments) => {
    const [own, foreign] = [mapped('summer party'), 'summer party'];
    const move = await tables.move([old(foreign), old(own)]);
    const options = { ...MAP_IDS, segments };
    const owner = { table: move.options.source, id: own };
    const rejected = { id: foreign, result: 'rejected', findings: [{ rule: 'id.mapped' }, {}] };
    const taken = { rule: 'id.taken', found: { S: foreign }, became: own, takenBy: owner };
    const plan = await move.act('plan', options);
    expect(plan.exitCode).toBe(1);
    expect(plan.records.find(({ id }) => id === foreign)?.findings[0]).toMatchObject(taken);
    const run = await move.act('run', options);
    expect(run.exitCode).toBe(1);
    expect(run.printed).toContain('1 written by this run');
    expect(run.records).toMatchObject([{ id: rejected.id, result: 'rejected' }]);
    expect(reasonsOf(run.rejects)).toEqual([{ id: foreign, reasons: [['id.taken', owner]] }]);
    expect(await move.newItems()).toMatchObject([{ eventId: own, migratedFrom: owner }]);
    const again = await move.act('run', options);
    expect(again.printed).toContain('1 already in the target, as the record says');
    expect(again.exitCode).toBe(1);
    expect((await move.act('verify', options)).records).toMatchObject([{ id: foreign, result: 'rejected' }]);
    await move.act('cleanup', { ...options, confirm: move.options.source });
    expect(await move.oldRecords()).toMatchObject([{ eventId: foreign }]);
    const last = await move.act('run', options);
    expect(reasonsOf(last.rejects)).toEqual([{ id: foreign, reasons: [['id.taken', owner]] }]);
  });

  it('stays with the event that was there first, if that record came later', async () => {
    const [own, foreign] = [mapped('summer party'), 'summer party'];
    const move = await tables.move([old(foreign)]);
    expect((await move.act('run', MAP_IDS)).exitCode).toBe(0);
    await addRecord(move, own);
    const { rejects, printed } = await move.act('run', MAP_IDS);
    const owner = { table: move.options.source, id: foreign };
    expect(printed).toContain('1 already in the target, as the record says');
    expect(reasonsOf(rejects)).toEqual([{ id: own, reasons: [['id.taken', owner]] }]);
    await move.act('cleanup', { ...MAP_IDS, confirm: move.options.source });
    expect(await move.oldRecords()).toMatchObject([{ eventId: own }]);
  });
});

describe('an event that came from no record', () => {
  it('takes its id from a record that is mapped to it, even where it says the same', async () => {
    const move = await tables.move([old('summer party')]);
    await createInApi(move, eventOf(old('summer party')));
    const { rejects, exitCode } = await move.act('run', MAP_IDS);
    expect(exitCode).toBe(1);
    expect(reasonsOf(rejects)).toEqual([{ id: 'summer party', reasons: [['id.taken', null]] }]);
  });

  it('counts as the record’s under its own id as long as it says the same', async () => {
    const move = await tables.move([old('a'), old('b')]);
    await createInApi(move, eventOf(old('a')));
    await createInApi(move, { ...eventOf(old('b')), title: 'Another' });
    const { rejects, printed } = await move.act('run');
    expect(printed).toContain('1 already in the target, as the record says');
    expect(reasonsOf(rejects)).toEqual([{ id: 'b', reasons: [['id.taken', null]] }]);
  });
});

it('the id of a deleted event stays its organizer’s, by every action', async () => {
  const move = await tables.move([old('a'), old('b'), old('c')]);
  await move.act('run');
  await deleteInApi(move, 'a', 'olga');
  await deleteInApi(move, 'b', 'oscar');
  const taken = [{ id: 'b', reasons: [['id.taken', null]] }];
  const run = await move.act('run');
  expect(run.printed).toContain('1 written');
  expect(reasonsOf(run.rejects)).toEqual(taken);
  const items = (await move.newItems()).map(({ entityType, eventId }) => [entityType, eventId]);
  expect(items.sort()).toEqual([
    ['DeletedEvent', 'b'],
    ['Event', 'a'],
    ['Event', 'c'],
  ]);
  const verify = await move.act('verify');
  expect(verify.printed).toContain('1 cannot be migrated');
  expect(verify.printed).not.toContain('missing in the target');
  await move.act('cleanup', { confirm: move.options.source });
  expect(await move.oldRecords()).toMatchObject([{ eventId: 'b' }]);
});

it('two old tables with the same id: the second one’s record is rejected, and says whose the event is', async () => {
  const [first, second] = [await tables.move([old('a', 'One')]), await tables.move([old('a', 'Other')])];
  await first.act('run');
  const { rejects, exitCode } = await second.act('run', { target: first.options.target });
  expect(exitCode).toBe(1);
  expect(reasonsOf(rejects)).toEqual([{ id: 'a', reasons: [['id.taken', { table: first.options.source, id: 'a' }]] }]);
});

it('writeEvents gives equal ids of one call to the first, and shows the others whose the event is', async () => {
  const move = await tables.move([]);
  const target = { client: tables.client, tableName: move.options.target, window: new RequestWindow() };
  const claims = ['x', 'y', 'z'].map((id) => ({ event: eventOf(old('a')), migratedFrom: { table: 'old', id } }));
  const results = await writeEvents(target, claims, '2030-01-01T00:00:00.000Z');
  expect(results).toMatchObject([null, { migratedFrom: { id: 'x' } }, { migratedFrom: { id: 'x' } }]);
});

/** Ids outside the alphabet: replaced, cut, or both. */
const FOREIGN = ['summer party', 'summer/party', 'ü', 'p'.repeat(65), `${'p'.repeat(40)} q`];

/** One id outside the alphabet, and who else has the id that it is mapped to, from the first or the second run on. */
const contest = fc.record({
  foreign: fc.constantFrom('absent', 'first', 'second'),
  own: fc.constantFrom('absent', 'first', 'second'),
  inApi: fc.boolean(),
  isSame: fc.boolean(),
});

it('a table of colliding ids: what was read was written, or was there as its own, or is rejected by name', () =>
  fc.assert(
    fc.asyncProperty(
      fc.tuple(...FOREIGN.map(() => contest)),
      fc.integer({ min: 1, max: 4 }),
      async (contests, segments) => {
        const claims = contests.flatMap(({ foreign, own, isSame }, index) => {
          const id = FOREIGN[index] ?? '';
          return [
            { id, when: foreign, title: 'Party' },
            { id: mapped(id), when: own, title: isSame ? 'Party' : 'Another' },
          ];
        });
        const inApi = contests.flatMap((one, index) => (one.inApi ? [mapped(FOREIGN[index] ?? '')] : []));
        const initial = claims.filter(({ when }) => when === 'first');
        const move = await tables.move(initial.map(({ id, title }) => old(id, title)));
        for (const eventId of inApi) {
          await createInApi(move, { ...eventOf(old(eventId)), title: 'From the API' });
        }
        const options = { ...MAP_IDS, segments };
        const owned = new Set<string>();
        let read = initial.map(({ id }) => id);
        for (const round of ['first', 'second', 'again']) {
          if (round === 'second') {
            const later = claims.filter(({ when }) => when === 'second');
            await Promise.all(later.map(({ id, title }) => addRecord(move, id, title)));
            read = [...read, ...later.map(({ id }) => id)];
          }
          const { exitCode, rejects } = await move.act('run', options);
          const counts = jsonOf(`${move.directory}/run.json`)?.counts;
          const { written = 0, alreadyThere = 0, rejected = 0, ...others } = counts?.results ?? {};
          expect(others).toEqual({});
          expect(alreadyThere).toBe(owned.size);
          expect(written + alreadyThere + rejected).toBe(read.length);
          expect(counts?.scanned).toBe(read.length);
          expect(exitCode).toBe(rejected > 0 ? 1 : 0);
          const events = (await move.newItems()).filter(({ entityType }) => entityType === 'Event');
          expect(events).toHaveLength(inApi.length + written + alreadyThere);
          const origins = events.flatMap((event) => (event as unknown as EventItem).migratedFrom?.id ?? []);
          expect([...owned].every((id) => origins.includes(id))).toBe(true);
          origins.forEach((id) => owned.add(id));
          expect([...origins, ...rejects.map(({ id }) => id)].sort()).toEqual([...read].sort());
          expect(new Set(rejects.flatMap(({ reasons }) => reasons.map(({ rule }) => rule)))).toEqual(
            new Set(rejected > 0 ? ['id.taken'] : []),
          );
        }
        await move.act('verify', options);
        expect(jsonOf(`${move.directory}/verify.json`)?.counts.results.verified ?? 0).toBe(owned.size);
        await move.act('cleanup', { ...options, confirm: move.options.source });
        const left = (await move.oldRecords()).map(({ eventId }) => String(eventId));
        expect(left.sort()).toEqual(read.filter((id) => !owned.has(id)).sort());
      },
    ),
    { seed: inject('seed'), numRuns: byTier(8, 40) },
  ));
