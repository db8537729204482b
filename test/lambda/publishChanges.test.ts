import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate, type GraphQLObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ENTITY_TYPES } from '../../domain/keys.ts';
import { DOCUMENTS } from '../../lambda/publishChanges/documents.generated.ts';
import { NoProgress } from '../../lambda/publishChanges/answerBatch.ts';
import { at, changed, deliver, eventItem, life, moved, Publisher, record, registrationItem } from './support/stream.ts';

const joined = (ms: number) => ({ kind: 'JOINED' as const, waitlistedAt: at(ms), count: 1 });

describe('publishEventChange', () => {
  test('announces several states of one event as one message with the latest, without the organizer', async () => {
    const publisher = new Publisher();
    const end = { endsAt: at(9), timeZone: 'Europe/Lisbon' };
    const event = eventItem({ ...end, location: 'Hall', opensAt: at(1) });
    const last = changed(changed(event, { currentRegistrations: 1 }), { title: 'New', currentRegistrations: 0 });
    await publisher.invoke(life(event, changed(event, { currentRegistrations: 1 }), last));
    const { eventId, title, date, location, capacity, status, waitlistEnabled, currentRegistrations, waitlistCount } =
      last;
    const { version, waitlistVersion, createdAt, updatedAt } = last;
    expect(publisher.inputs('publishEventChange')).toEqual([
      {
        eventId,
        title,
        date,
        ...end,
        location,
        capacity,
        status,
        isPublic: true,
        registrationOpensAt: at(1),
        registrationClosesAt: null,
        waitlistEnabled,
        currentRegistrations,
        seatsLeft: capacity - currentRegistrations,
        waitlistCount,
        version,
        waitlistVersion,
        detailsVersion: 1,
        createdAt,
        updatedAt,
        deleted: false,
      },
    ]);
  });

  test('is silent about a DRAFT, also when it is deleted, until it is opened', async () => {
    const publisher = new Publisher();
    const draft = eventItem({ status: 'DRAFT', listing: 'DRAFT' });
    await publisher.invoke(life(draft, changed(draft), null));
    expect(publisher.published).toEqual([]);
    await publisher.invoke(life(draft, changed(draft, { status: 'OPEN', listing: 'PUBLIC' })));
    expect(publisher.inputs('publishEventChange')).toMatchObject([{ status: 'OPEN', version: 2, deleted: false }]);
  });

  test('is silent about a DRAFT that is cancelled, also when it is changed or deleted after that', async () => {
    const publisher = new Publisher();
    const draft = eventItem({ status: 'DRAFT', listing: 'DRAFT' });
    const cancelled = changed(draft, { status: 'CANCELLED' });
    await publisher.invoke(life(draft, cancelled, changed(cancelled, { title: 'Secret' }), null));
    expect(publisher.published).toEqual([]);
  });

  test('announces a deleted event as it was, one version on, so that clients take it for news', async () => {
    const publisher = new Publisher();
    await publisher.invoke(life(eventItem({ version: 7, title: 'Last' }), null));
    expect(publisher.inputs('publishEventChange')).toMatchObject([{ title: 'Last', version: 8, deleted: true }]);
  });

  test('announces an event that is deleted and created again as both, in order', async () => {
    const publisher = new Publisher();
    const event = eventItem({ version: 7 });
    const again = eventItem({ createdAt: at(5) });
    await publisher.invoke(life(event, changed(event), null, again, changed(again)));
    expect(publisher.inputs('publishEventChange')).toMatchObject([
      { createdAt: at(0), version: 9, deleted: true },
      { createdAt: at(5), version: 2, deleted: false },
    ]);
  });
});

describe('publishWaitlistChange', () => {
  test('announces people who have joined together as one message with their number, the last one and one step', async () => {
    const publisher = new Publisher();
    const full = eventItem({ currentRegistrations: 1 });
    const group = moved(full, { kind: 'JOINED', waitlistedAt: at(33), count: 33 }, { waitlistCount: 33 });
    const next = moved(group, { kind: 'JOINED', waitlistedAt: at(35), count: 2 }, { waitlistCount: 35 });
    await publisher.invoke(life(full, group, next));
    expect(publisher.inputs('publishWaitlistChange')).toEqual([
      { eventId: 'event', kind: 'JOINED', waitlistedAt: at(33), count: 33, waitlistCount: 33, waitlistVersion: 2 },
      { eventId: 'event', kind: 'JOINED', waitlistedAt: at(35), count: 2, waitlistCount: 35, waitlistVersion: 3 },
    ]);
  });

  test('announces every change of the waitlist in order, and those only', async () => {
    const publisher = new Publisher();
    const full = eventItem({ currentRegistrations: 1 });
    const one = moved(full, joined(1), { waitlistCount: 1 });
    const two = moved(one, joined(2), { waitlistCount: 2 });
    const renamed = changed(two, { title: 'New' });
    const none = moved(renamed, { kind: 'PROMOTED', waitlistedAt: at(2), count: 2 }, { waitlistCount: 0 });
    await publisher.invoke(life(full, one, two, renamed, none));
    expect(publisher.inputs('publishWaitlistChange')).toEqual([
      { eventId: 'event', kind: 'JOINED', waitlistedAt: at(1), count: 1, waitlistCount: 1, waitlistVersion: 2 },
      { eventId: 'event', kind: 'JOINED', waitlistedAt: at(2), count: 1, waitlistCount: 2, waitlistVersion: 3 },
      { eventId: 'event', kind: 'PROMOTED', waitlistedAt: at(2), count: 2, waitlistCount: 0, waitlistVersion: 4 },
    ]);
    expect(publisher.inputs('publishEventChange')).toHaveLength(1);
  });
});

describe('publishRegistrationChange', () => {
  test('announces every change of a status, that the event is cancelled, and removal with status null; not that somebody has come', async () => {
    const publisher = new Publisher();
    const waiting = registrationItem({ registrationStatus: 'WAITLISTED', waitlistedAt: at(1), joinedPosition: 3 });
    const promoted = registrationItem({ ...waiting, registrationStatus: 'REGISTERED', promotedAt: at(9) });
    const told = { ...promoted, cancelledAt: at(11) };
    await publisher.invoke(
      life(waiting, promoted, { ...promoted, updatedAt: at(10), checkedInAt: at(10) }, promoted, told, null),
    );
    const own = { userId: 'ann', eventId: 'event', registrationId: 'request', waitlistedAt: at(1), joinedPosition: 3 };
    expect(publisher.inputs('publishRegistrationChange')).toEqual([
      { ...own, registrationStatus: 'WAITLISTED', promotedAt: null, cancelledAt: null },
      { ...own, registrationStatus: 'REGISTERED', promotedAt: at(9), cancelledAt: null },
      { ...own, registrationStatus: 'REGISTERED', promotedAt: at(9), cancelledAt: at(11) },
      { ...own, registrationStatus: null, promotedAt: at(9), cancelledAt: at(11) },
    ]);
  });
});

describe('a task of many items', () => {
  const open = eventItem({ currentRegistrations: 1 });
  const cancelled = changed(open, { status: 'CANCELLED', cancelledAt: at(1) });
  const marked = changed(cancelled, { deletionRequestedAt: at(2) });

  test('is begun when an event is cancelled, and when it is marked for deletion, once each', async () => {
    const publisher = new Publisher();
    await publisher.invoke(life(open, changed(open), cancelled, changed(cancelled), marked, changed(marked), null));
    expect(publisher.tasks).toEqual([
      { operation: 'tell', eventId: 'event' },
      { operation: 'clear', eventId: 'event' },
    ]);
  });

  test('that cannot be begun comes again, and is set aside the second time', async () => {
    const publisher = new Publisher();
    publisher.startCascade = () => Promise.reject(new Error('no answer'));
    const records = [record(open, cancelled)];
    expect((await publisher.invoke(records)).batchItemFailures).toHaveLength(1);
    expect(publisher.letters).toEqual([]);
    expect(await publisher.invoke(records)).toEqual({ batchItemFailures: [] });
    expect(publisher.letters).toEqual(records);
  });
});

describe('healing', () => {
  const hurt = eventItem({ capacity: 2, currentRegistrations: 1, waitlistCount: 3 });

  test('asks once for each event of a batch, after publishing, and counts who was promoted', async () => {
    const publisher = new Publisher();
    publisher.heal = async (eventId) => {
      expect(publisher.inputs('publishEventChange')).toMatchObject([{ version: 3 }]);
      publisher.healed.push(eventId);
      return 1;
    };
    await publisher.invoke([
      record(hurt, changed(hurt)),
      ...life(registrationItem()),
      record(changed(hurt), changed(changed(hurt))),
    ]);
    expect(publisher.healed).toEqual(['event']);
    expect(publisher.metrics).toEqual({ Published: 2, Healed: 1, Registrations: 1, Emitted: 1 });
  });

  test.each([
    ['nobody waits', { waitlistCount: 0 }],
    ['no seat is free', { currentRegistrations: 2 }],
    ['the event is not live', { status: 'CANCELLED' as const }],
  ])('is not asked for when %s', async (_why, more) => {
    const publisher = new Publisher();
    await publisher.invoke([record(hurt, changed(hurt)), record(changed(hurt), changed(changed(hurt), more))]);
    expect(publisher.healed).toEqual([]);
  });

  test('fails its record, so that it is tried again', async () => {
    const publisher = new Publisher();
    publisher.heal = async () => Promise.reject(new Error('busy'));
    const records = [...life(registrationItem()), record(hurt, changed(hurt))];
    expect(await publisher.invoke(records)).toEqual({
      batchItemFailures: [{ itemIdentifier: records[1]?.dynamodb?.SequenceNumber }],
    });
  });
});

describe('a failing publish', () => {
  const records = ['ann', 'bob', 'cid', 'dan'].flatMap((userId) => life(registrationItem({ userId })));
  const identifiers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber);

  test('is repeated briefly before anything is reported', async () => {
    const publisher = new Publisher();
    publisher.fails = (_announcement, tries) => tries <= 3;
    expect(await publisher.invoke(records.slice(0, 1))).toEqual({ batchItemFailures: [] });
    expect(publisher.clock.slept).toHaveLength(3);
    expect(Math.max(...publisher.clock.slept)).toBeLessThan(400);
  });

  test('reports the first failed record, having finished all before it', async () => {
    const publisher = new Publisher();
    publisher.fails = ({ input }) => 'userId' in input && input.userId !== 'ann' && input.userId !== 'bob';
    expect(await publisher.invoke(records)).toEqual({ batchItemFailures: [{ itemIdentifier: identifiers[2] }] });
    expect(publisher.published.map(({ input }) => 'userId' in input && input.userId).sort()).toEqual(['ann', 'bob']);
    expect(publisher.warnings[0]).toEqual({
      step: 'publishRegistrationChange',
      reason: 'Error',
      change: 'Registrations',
      eventId: 'event',
      requestId: 'request',
      sequenceNumber: expect.any(String),
      recordId: expect.any(String),
    });
  });

  test('stops its event, whose messages keep their order', async () => {
    const publisher = new Publisher();
    const one = moved(eventItem(), joined(1));
    publisher.fails = ({ input }) => 'kind' in input && input.waitlistedAt === at(1);
    await publisher.invoke([...life(registrationItem()), ...life(eventItem(), one, moved(one, joined(2)))]);
    expect(publisher.inputs('publishWaitlistChange')).toEqual([]);
  });

  test('of the first record of several fails the batch, so that it is split', async () => {
    const publisher = new Publisher();
    publisher.fails = () => true;
    await expect(publisher.invoke(records)).rejects.toThrow(NoProgress);
    expect(await publisher.invoke(records.slice(0, 1))).toEqual({
      batchItemFailures: [{ itemIdentifier: identifiers[0] }],
    });
  });

  test('that never succeeds ends up alone and is given up alone', async () => {
    const publisher = new Publisher();
    publisher.fails = ({ input }) => 'userId' in input && input.userId === 'bob';
    expect(await deliver(publisher, records, 3)).toEqual([identifiers[1]]);
    expect(new Set(publisher.inputs('publishRegistrationChange').map(({ userId }) => userId))).toEqual(
      new Set(['ann', 'cid', 'dan']),
    );
  });

  test('begins nothing after the deadline, and reports where it stopped', async () => {
    const publisher = new Publisher();
    await expect(publisher.invoke(records, 0)).rejects.toThrow(NoProgress);
    expect(publisher.tries).toBe(0);
  });
});

describe('records of users, descriptions and waitlist entries', () => {
  test('publish nothing', async () => {
    const publisher = new Publisher();
    const { user, details, deletedEvent, waitlistEntry } = ENTITY_TYPES;
    const others = [user, details, deletedEvent, waitlistEntry, 'Stranger'].map((entityType) => ({ entityType }));
    expect(await publisher.invoke([...others.flatMap((item) => life(item, null)), record(null, null)])).toEqual({
      batchItemFailures: [],
    });
    expect(publisher.published).toEqual([]);
  });
});

describe('the documents of the publish mutations', () => {
  const schema = buildSchema(
    ['schema.graphql', 'infra/api/appsync.graphql'].map((file) => readFileSync(file, 'utf8')).join('\n'),
  );

  test.each(Object.entries(DOCUMENTS))('select everything that %s answers', (field, document) => {
    expect(validate(schema, parse(document))).toEqual([]);
    const payload = schema.getMutationType()?.getFields()[field]?.type as GraphQLObjectType;
    const selected = / \{ ([^{}]+) \} \}$/.exec(document)?.[1]?.split(/\s+/);
    expect(new Set(selected), 'what npm run codegen lets lambda/publishChanges select').toEqual(
      new Set(Object.keys(payload.getFields())),
    );
  });
});
