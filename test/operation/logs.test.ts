import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallAs } from 'appsync-local';
import { registrationKey } from '../../domain/keys.ts';
import { anyone, backend, organizer, user } from '../support/api.ts';
import { startWorld, type World } from '../support/world.ts';

/**
 * Everything about people and their events that a log must not show, each part unlike anything else that is printed.
 */
const PERSONAL = {
  people: ['zebulon.quill', 'ottoline.vex', 'peregrine.mudd', 'isolde.kray'],
  organizer: 'thaddeus.organizer',
  name: 'Wilhelmina Oesterreich',
  title: 'Quetzalcoatl Symposium',
  location: 'Hinterland Pavilion',
  description: 'Bring a theodolite.',
};
const [ANN = '', BOB = '', CID = '', DAN = ''] = PERSONAL.people;
const EVENT = 'event-1';

type Line = Record<string, unknown>;

let api: World;
const printed: { source: string; text: string }[] = [];
const requestIds: Record<string, string> = {};

/** The tour: everything that the functions do, also out of the ordinary. */
beforeAll(async () => {
  api = await startWorld({ onOutput: (source, text) => void printed.push({ source, text }) });
  for (const userId of PERSONAL.people) {
    await call(
      user(userId),
      `mutation { createUser(input: {userId: "${userId}", name: "${PERSONAL.name}"}) { userId } }`,
    );
  }
  const { title, location, description } = PERSONAL;
  const input = `{eventId: "${EVENT}", title: "${title}", location: "${location}", description: "${description}", date: "2030-05-01T18:00:00Z", capacity: 1}`;
  await call(organizer(PERSONAL.organizer), `mutation { createEvent(input: ${input}) { eventId } }`);
  for (const userId of PERSONAL.people) {
    await call(user(userId), register(userId));
  }
  await api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: registrationKey(BOB, EVENT) }));
  requestIds.promotion = await call(user(ANN), unregister(ANN));
  await call(
    organizer(PERSONAL.organizer),
    `mutation { updateEvent(input: {eventId: "${EVENT}", capacity: 2}) { capacity } }`,
  );
  await call(backend, unregister(DAN));
  await call(user(BOB), register(BOB));
  await call(user(ANN), unregister(ANN));
  await call(anyone, unregister(ANN));
  await api.running.streamIdle();
});
afterAll(() => api?.close());

/** Makes a call and gives the id that its answer carries. */
async function call(as: CallAs, query: string): Promise<string> {
  const { headers } = await api.running.execute({ as, query });
  return headers['x-amzn-requestid'] ?? '';
}

const register = (userId: string) =>
  `mutation { registerForEvent(userId: "${userId}", eventId: "${EVENT}", clientRequestId: "request-${PERSONAL.people.indexOf(userId)}") { position } }`;
const unregister = (userId: string) =>
  `mutation { unregisterFromEvent(userId: "${userId}", eventId: "${EVENT}") { promoted promotedUserId } }`;

/** What a function has printed: its structured lines, without those that only debugging shows. */
function linesOf(functionName: RegExp): Line[] {
  return printed
    .filter(({ source }) => functionName.test(source))
    .flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('{')))
    .map((line) => JSON.parse(line) as Line);
}

const logsOf = (functionName: RegExp): Line[] => linesOf(functionName).filter(({ level }) => level !== undefined);
/** The sum of a metric over all lines that CloudWatch would read it from. */
const countedBy = (functionName: RegExp, metric: string): number =>
  linesOf(functionName).reduce(
    (sum, line) =>
      sum +
      [line[metric] ?? 0]
        .flat()
        .map(Number)
        .reduce((one, other) => one + other, 0),
    0,
  );
const saysWho = (text: string): string[] =>
  Object.values(PERSONAL)
    .flat()
    .filter((word) => text.includes(word));

describe('the logs of a tour', () => {
  it('show nothing personal from INFO up, in structured lines or others', () => {
    const shown = printed.flatMap(({ text }) => text.split('\n')).filter((line) => !line.includes('"level":"DEBUG"'));
    expect(shown.length).toBeGreaterThan(10);
    expect(saysWho(shown.join('\n'))).toEqual([]);
  });

  it('would show it if it were printed (the control of the test above)', () => {
    expect(saysWho(JSON.stringify({ level: 'INFO', message: `${PERSONAL.people[0]} has registered` }))).toEqual([ANN]);
  });

  it('lead from the answer of the API to the Lambda that settled it', () => {
    const line = logsOf(/Promote/).find(
      ({ correlation_id: id, message }) => id === requestIds.promotion && message === 'Answered',
    );
    expect(line).toMatchObject({
      level: 'INFO',
      service: 'promoteFromWaitlist',
      message: 'Answered',
      function_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      operation: 'unregisterFromEvent',
      eventId: EVENT,
      answer: 'value',
      promoted: true,
    });
  });

  it('lead from a registration to the record of the stream that announced it', () => {
    const changes = logsOf(/Publish/).flatMap(({ changes: some }) => (some as Line[] | undefined) ?? []);
    const ofCid = changes.filter(({ requestId }) => requestId === `request-${PERSONAL.people.indexOf(CID)}`);
    expect(ofCid.map(({ change }) => change)).toEqual(['WaitlistJoins', 'Promotions']);
    for (const { sequenceNumber, recordId, eventId } of ofCid) {
      expect([eventId, typeof sequenceNumber, typeof recordId]).toEqual([EVENT, 'string', 'string']);
    }
  });

  it('count what was committed, and what was out of the ordinary', () => {
    const committed = ['Registrations', 'WaitlistJoins', 'Promotions', 'Releases', 'WaitlistLeaves'].map((metric) => [
      metric,
      countedBy(/Publish/, metric),
    ]);
    expect(Object.fromEntries(committed)).toEqual({
      Registrations: 2,
      WaitlistJoins: 3,
      Promotions: 2,
      Releases: 2,
      WaitlistLeaves: 1,
    });
    expect(['DamagedEntries', 'Busy'].map((metric) => countedBy(/Promote/, metric))).toEqual([1, 0]);
  });
});
