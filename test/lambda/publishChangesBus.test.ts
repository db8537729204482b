import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outgoing, putEvents, type OutgoingEvent } from '../../lambda/publishChanges/putEvent.ts';
import { at, changed, deliver, eventItem, life, Publisher, record, registrationItem } from './support/stream.ts';

const FOLDER = new URL('../../docs/events/', import.meta.url);
const ajv = new Ajv({
  allErrors: true,
  formats: { 'date-time': (value: string) => value === new Date(value).toISOString() },
});
const schemaFiles = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const schemas = new Map(
  schemaFiles.map((name) => {
    const schema = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Record<string, unknown>;
    // Here nothing may be said that is not described.
    return [name.split('.')[0], ajv.compile({ ...schema, additionalProperties: false })];
  }),
);

const event = eventItem();
const seat = registrationItem({ registeredAt: at(1) });
const place = registrationItem({ userId: 'bob', registrationStatus: 'WAITLISTED', waitlistedAt: at(2) });
const promoted = { ...place, registrationStatus: 'REGISTERED' as const, promotedAt: at(3), registeredAt: at(3) };
const user = { PK: 'USER#ann', SK: 'PROFILE', entityType: 'User', userId: 'ann', name: 'Ann' };
const everything = [
  ...life(null, event),
  record(null, event),
  ...life(null, seat, null),
  ...life(null, place, promoted),
  record(event, changed(event, { status: 'CANCELLED', editedVersion: 2 })),
  record(user, null),
];
const typesOf = ({ emitted }: Publisher) => emitted.map(({ type }) => type);

describe('what goes to the bus', () => {
  it('fits its schema, of which there is one for each kind', async () => {
    const publisher = new Publisher();
    await publisher.invoke(everything);
    expect([...new Set(typesOf(publisher))].sort()).toEqual([...schemas.keys()].sort());
    for (const { type, detail } of publisher.emitted) {
      const validate = schemas.get(type);
      expect(validate?.(detail), `${type}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
  });

  it('has the id of its record, also when that comes again, and is in order for each registration', async () => {
    const publisher = new Publisher();
    const records = life(null, place, promoted, null);
    await publisher.invoke(records);
    await publisher.invoke(records);
    expect(typesOf(publisher).slice(0, 3)).toEqual([
      'RegistrationWaitlisted',
      'RegistrationPromoted',
      'RegistrationRemoved',
    ]);
    const ids = publisher.emitted.map(({ detail }) => detail.id);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
    expect(new Set(ids).size).toBe(3);
  });

  it('that fails for ever ends among the dead letters, and keeps no message from subscribers', async () => {
    const publisher = new Publisher();
    publisher.putEvent = async () => Promise.reject(new Error('no answer'));
    const records = ['ann', 'bob', 'cid'].map((userId) => record(null, registrationItem({ userId })));
    expect(await deliver(publisher, records, 10, 2)).toEqual([]);
    expect(new Set(publisher.inputs('publishRegistrationChange').map(({ userId }) => userId))).toEqual(
      new Set(['ann', 'bob', 'cid']),
    );
    expect(publisher.letters.map(({ eventID }) => eventID).sort()).toEqual(
      records.map(({ eventID }) => eventID).sort(),
    );
  });

  it('is tried again, and is not lost by a failure that passes', async () => {
    const publisher = new Publisher();
    let tries = 0;
    publisher.putEvent = async (one) => {
      if ((tries += 1) < 3) {
        throw new Error('throttled');
      }
      publisher.emitted.push(one);
    };
    expect(await publisher.invoke([record(null, seat)])).toEqual({ batchItemFailures: [] });
    expect(typesOf(publisher)).toEqual(['RegistrationRegistered']);
  });
});

describe('putEvents', () => {
  let server: Server;
  let bodies: { Entries: { DetailType: string; Detail: string }[] }[];
  let answer: (entries: object[]) => { status: number; body: unknown };
  let put: (event: OutgoingEvent) => Promise<void>;
  const events = Array.from({ length: 12 }, (_, index) => {
    const registered = { type: 'RegistrationRegistered' as const, detail: { ...seat, registrationId: `r${index}` } };
    return outgoing(registered as never, record(null, seat));
  });

  beforeEach(async () => {
    bodies = [];
    answer = (entries) => ({
      status: 200,
      body: { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: 'id' })) },
    });
    server = createServer((incoming, outcome) => {
      void text(incoming).then((body) => {
        const request = JSON.parse(body) as (typeof bodies)[number];
        bodies.push(request);
        const { status, body: answered } = answer(request.Entries);
        outcome.writeHead(status).end(JSON.stringify(answered));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const signer = { credentials: { accessKeyId: 'id', secretAccessKey: 'secret' }, region: 'eu-west-1' };
    put = putEvents('bus', 'eu-west-1', signer, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterEach(() => void server.close());

  it('puts events together that are put at the same time, ten at most', async () => {
    await Promise.all(events.map(put));
    expect(bodies.map(({ Entries }) => Entries.length)).toEqual([10, 2]);
    expect(bodies.flatMap(({ Entries }) => Entries.map(({ Detail }) => JSON.parse(Detail) as unknown))).toEqual(
      events.map(({ detail }) => detail),
    );
    await put(events[0]!);
    expect(bodies).toHaveLength(3);
  });

  it('fails only for those that the bus has not taken', async () => {
    answer = (entries) => ({
      status: 200,
      body: {
        FailedEntryCount: 1,
        Entries: entries.map((_, n) =>
          n === 1 ? { ErrorCode: 'InternalFailure', ErrorMessage: 'x' } : { EventId: 'id' },
        ),
      },
    });
    const outcomes = await Promise.allSettled(events.slice(0, 3).map(put));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it.each([
    ['a refusal of the call', { status: 400, body: { __type: 'ThrottlingException' } }],
    ['an answer without entries', { status: 200, body: {} }],
  ])('fails for all after %s', async (_what, answered) => {
    answer = () => answered;
    const outcomes = await Promise.allSettled(events.slice(0, 2).map(put));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('fails where nobody answers', async () => {
    server.close();
    server.closeAllConnections();
    await expect(put(events[0]!)).rejects.toThrow(TypeError);
  });
});
