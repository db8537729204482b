import { describe, expect, test } from 'vitest';
import { at, eventItem, life, moved, Publisher, registrationItem } from './support/stream.ts';

const seat = registrationItem({ userId: 'ann', requestId: 'of-ann' });
const waiting = registrationItem({
  userId: 'bob',
  requestId: 'of-bob',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: at(1),
});
const promoted = { ...waiting, registrationStatus: 'REGISTERED' as const, promotedAt: at(2) };

describe('movementOf', () => {
  test.each([
    ['Registrations', [null, seat]],
    ['WaitlistJoins', [null, waiting]],
    ['Promotions', [waiting, promoted]],
    ['Releases', [seat, null]],
    ['WaitlistLeaves', [waiting, null]],
  ])('counts %s by what was committed', async (movement, [before = null, after = null]) => {
    const publisher = new Publisher();
    await publisher.invoke(life(before, after).slice(-1));
    expect(publisher.metrics).toEqual({ Published: 1, Emitted: 1, [movement]: 1 });
  });

  test('counts nothing when a registration changes without changing its status, nor for an event', async () => {
    const publisher = new Publisher();
    const full = eventItem({ currentRegistrations: 1 });
    const joined = moved(full, { kind: 'JOINED', waitlistedAt: at(1), count: 1 }, { waitlistCount: 1 });
    await publisher.invoke([...life(seat, { ...seat, updatedAt: at(9) }).slice(-1), ...life(full, joined).slice(-1)]);
    expect(publisher.metrics).toEqual({ Published: 2 });
  });
});

describe('reportDone', () => {
  test('logs each record that is done with the ids to follow it by, in one line', async () => {
    const publisher = new Publisher();
    const records = [...life(null, seat), ...life(null, eventItem())].map((record, index) => ({
      ...record,
      eventID: `record-${index}`,
    }));
    await publisher.invoke(records);
    const sequenceNumbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
    expect(publisher.logged).toEqual([
      {
        changes: [
          {
            change: 'Registrations',
            eventId: 'event',
            requestId: 'of-ann',
            sequenceNumber: sequenceNumbers[0],
            recordId: 'record-0',
          },
          { change: 'event', eventId: 'event', sequenceNumber: sequenceNumbers[1], recordId: 'record-1' },
        ],
      },
    ]);
  });

  test('counts a record that is delivered again once', async () => {
    const publisher = new Publisher();
    publisher.fails = ({ input }, tries) => 'userId' in input && input.userId === 'bob' && tries < 6;
    const records = [...life(null, seat), ...life(null, waiting)];
    const { batchItemFailures } = await publisher.invoke(records);
    expect(batchItemFailures).toEqual([{ itemIdentifier: records[1]?.dynamodb?.SequenceNumber }]);
    expect(publisher.metrics).toEqual({ Published: 1, Emitted: 1, PublishFailures: 1, Registrations: 1 });
    await publisher.invoke(records.slice(1));
    expect(publisher.metrics).toEqual({
      Published: 2,
      Emitted: 2,
      PublishFailures: 1,
      Registrations: 1,
      WaitlistJoins: 1,
    });
  });

  test('says nothing when nothing is done', async () => {
    const publisher = new Publisher();
    publisher.fails = () => true;
    await publisher.invoke(life(null, seat));
    expect(publisher.logged).toEqual([]);
  });
});
