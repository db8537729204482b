import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { startFaultyDynamoDb } from 'dynamodb-contention';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallAs } from 'appsync-local';
import { ERROR_TYPES } from '../../client/error.ts';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { anyone, backend, organizer, user } from '../support/api.ts';
import { startWorld, type World } from '../support/world.ts';

/** Everything about people that a log must not show, each part unlike anything else that is printed. */
const PERSONAL = {
  people: ['zebulon.quill', 'ottoline.vex', 'peregrine.mudd', 'isolde.kray@example.org'],
  organizer: 'thaddeus.organizer',
  stranger: 'barnaby.stranger',
  name: 'Wilhelmina Oesterreich',
};
/** What an event says; a log shows it only where its id was taken. */
const TEXTS = {
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
  const { title, location, description } = TEXTS;
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
  await beRefused(input);
  await api.running.streamIdle();
  await beFailed(input);
});
afterAll(() => api?.close());

/** Makes a call and gives the id that its answer carries. */
async function call(as: CallAs, query: string): Promise<string> {
  const { headers } = await api.running.execute({ as, query });
  return headers['x-amzn-requestid'] ?? '';
}

/** Everything that people are refused for. */
async function beRefused(input: string): Promise<void> {
  const { organizer: manager, stranger, name } = PERSONAL;
  const unnamed = `mutation { registerForEvent(userId: "${BOB}", eventId: "${EVENT}") { position } }`;
  const capacity = (seats: number) =>
    `mutation { updateEvent(input: {eventId: "${EVENT}", capacity: ${seats}}) { capacity } }`;
  await call(user(BOB), `mutation { createUser(input: {userId: "${BOB}", name: "${name}"}) { userId } }`);
  await call(user(BOB), `mutation { createUser(input: {userId: "${BOB}", name: " "}) { userId } }`);
  await call(user(stranger), `mutation { updateUser(input: {userId: "${stranger}", name: "${name}"}) { name } }`);
  await call(user(stranger), `query { getUser(userId: "${BOB}") { name } }`);
  await call(user(stranger), `mutation { registerForEvent(userId: "${stranger}", eventId: "${EVENT}") { position } }`);
  await call(user(stranger), unregister(stranger));
  await call(
    user(BOB),
    `mutation { unregisterFromEvent(userId: "${BOB}", eventId: "${EVENT}", ifStatus: WAITLISTED) { promoted } }`,
  );
  for (const [as, query] of [
    [organizer(manager), `mutation { checkIn(userId: "${BOB}", eventId: "${EVENT}") { checkedInAt } }`],
    [user(BOB), unregister(BOB)],
    [organizer(manager), `mutation { undoCheckIn(userId: "${BOB}", eventId: "${EVENT}") { checkedInAt } }`],
    [
      organizer(manager),
      `mutation { admitFromWaitlist(userId: "${stranger}", eventId: "${EVENT}", reason: "${name}") { admittedBy } }`,
    ],
  ] as const) {
    await call(as, query);
  }
  await call(user(BOB), unnamed);
  await call(organizer(manager), unnamed);
  await call(organizer(stranger), unnamed);
  await call(organizer(manager), `mutation { createEvent(input: ${input}) { eventId } }`);
  await call(organizer(stranger), `mutation { createEvent(input: ${input}) { eventId } }`);
  await call(organizer(manager), `mutation { deleteEvent(eventId: "${EVENT}") { eventId } }`);
  await call(organizer(manager), `mutation { deleteEvent(eventId: "none") { eventId } }`);
  await call(organizer(manager), `mutation { deleteUser(userId: "${manager}") { requestedAt } }`);
  await call(organizer(manager), capacity(1));
  await call(
    organizer(manager),
    `mutation { updateEvent(input: {eventId: "${EVENT}", capacity: 9, ifVersion: 0}) { eventId } }`,
  );
  await call(
    organizer(manager),
    `mutation { updateEvent(input: {eventId: "${EVENT}", waitlistEnabled: false}) { eventId } }`,
  );
  await call(
    organizer(manager),
    `mutation { updateEvent(input: {eventId: "${EVENT}", title: "T", ifVersion: 1}) { eventId } }`,
  );
  await call(user(ANN), register(ANN));
  await call(organizer(manager), `mutation { updateEvent(input: {eventId: "${EVENT}", status: CLOSED}) { eventId } }`);
  await call(user(ANN), register(ANN));
}

/** What people are told while no Lambda is free, and once there is no table: on an API of its own. */
async function beFailed(input: string): Promise<void> {
  const inFront = await startFaultyDynamoDb({ target: inject('dynamoDbEndpoint'), seed: 0 });
  const failing = await startWorld({
    inFront,
    lambdaConcurrency: 0,
    onOutput: (source, text) => source !== 'stream' && void printed.push({ source, text }),
  });
  const ask = (as: CallAs, query: string) => failing.running.execute({ as, query });
  const { organizer: manager, name } = PERSONAL;
  const own = `userId: "${DAN}", eventId: "${EVENT}"`;
  const calls: [CallAs, string][] = [
    [user(DAN), register(DAN)],
    [user(DAN), unregister(DAN)],
    [organizer(manager), `mutation { updateEvent(input: {eventId: "${EVENT}", capacity: 9}) { eventId } }`],
    [user(DAN), `mutation { updateUser(input: {userId: "${DAN}", name: "${name}"}) { name } }`],
    [user(DAN), `query { getUser(userId: "${DAN}") { name } }`],
    [user(DAN), `query { getRegistration(${own}) { position } }`],
    [user(DAN), `query { getUserEvents(userId: "${DAN}") { nextToken } }`],
    [organizer(manager), `query { listEventRegistrations(eventId: "${EVENT}") { nextToken } }`],
    [organizer(manager), `query { listWaitlist(eventId: "${EVENT}") { nextToken } }`],
    [organizer(manager), `mutation { createEvent(input: ${input}) { eventId } }`],
    [organizer(manager), `mutation { deleteEvent(eventId: "${EVENT}") { eventId } }`],
  ];
  await ask(user(DAN), `mutation { createUser(input: {userId: "${DAN}", name: "${name}"}) { userId } }`);
  await ask(organizer(manager), `mutation { createEvent(input: ${input}) { eventId } }`);
  inFront.plan({ match: (operation) => operation === 'GetItem', fault: 'throttleRequest' });
  const another = input.replace(EVENT, `${EVENT}-2`);
  await ask(
    organizer(manager),
    `mutation { createEvent(input: ${another}) { eventId viewerRegistration { position } } }`,
  );
  await failing.documents.send(
    new UpdateCommand({
      TableName: failing.tableName,
      Key: eventKey(EVENT),
      UpdateExpression: 'SET laneUntil = :ever',
      ExpressionAttributeValues: { ':ever': '9999-12-31T23:59:59.999Z' },
    }),
  );
  await ask(user(DAN), register(DAN));
  await failing.client.send(new DeleteTableCommand({ TableName: failing.tableName }));
  for (const [as, query] of calls) {
    await ask(as, query);
  }
  await failing.close();
  await inFront.close();
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
const wordsIn = (words: object, text: string): string[] =>
  Object.values(words)
    .flat()
    .map(String)
    .filter((word) => text.includes(word));
const saysWho = (text: string): string[] => wordsIn(PERSONAL, text);
/** What AppSync's log of fields in error keeps: one line for each answer with errors. */
const refusals = () =>
  printed
    .filter(({ source }) => source === 'fields')
    .flatMap(({ text }) => text.trim().split('\n'))
    .map((line) => ({
      line,
      errorTypes: (JSON.parse(line) as { errors: { errorType: string }[] }).errors.map(({ errorType }) => errorType),
    }));

describe('the logs of a tour', () => {
  it('show nothing personal from INFO up, in structured lines or others', () => {
    const shown = printed.flatMap(({ text }) => text.split('\n')).filter((line) => !line.includes('"level":"DEBUG"'));
    expect(shown.length).toBeGreaterThan(10);
    expect(saysWho(shown.join('\n'))).toEqual([]);
    const taken = refusals().filter(({ errorTypes }) => errorTypes.includes('EventAlreadyExists'));
    const others = shown.filter((line) => !taken.some((one) => one.line === line));
    expect(wordsIn(TEXTS, others.join('\n'))).toEqual([]);
  });

  it('have what AppSync keeps of every kind of refusal', () => {
    const kinds = new Set(refusals().flatMap(({ errorTypes }) => errorTypes));
    expect([...kinds].sort()).toEqual([...ERROR_TYPES].sort());
  });

  it('have of a call that fails, with its cause, whom it was about nowhere', () => {
    const causes = printed.filter(({ text }) => text.includes('unexpected failure'));
    expect(causes.length).toBeGreaterThan(5);
    const failed = refusals().filter(({ errorTypes }) =>
      errorTypes.some((type) => ['Busy', 'InternalError'].includes(type)),
    );
    expect(failed.length).toBeGreaterThan(5);
    expect(saysWho([...causes.map(({ text }) => text), ...failed.map(({ line }) => line)].join('\n'))).toEqual([]);
  });

  it('would show it if it were printed (the control of the test above)', () => {
    expect(saysWho(JSON.stringify({ level: 'INFO', message: `${PERSONAL.people[0]} has registered` }))).toEqual([ANN]);
    const [refusal] = refusals();
    expect(saysWho(`${refusal?.line}${JSON.stringify({ userId: DAN })}`)).toEqual([DAN]);
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
