import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueToken } from 'appsync-local';
import { RealtimeClient } from 'appsync-local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withToken } from '../../tools/frame/api/prove.ts';
import { sendTo, type Send } from '../../tools/frame/api/sendTo.ts';
import { IS_FAST } from '../support/tier.ts';
import { startWatchedCopy, type WatchedCopy } from './watchedCopy.ts';

const EVENT = `mutation { createEvent(input: {
  eventId: "kept", title: "Kept", date: "2099-01-01T00:00:00Z", capacity: 1, status: OPEN }) { eventId } }`;
const ADMISSION = 'mutation { admitFromWaitlist(userId: "nobody", eventId: "kept", reason: "Why not") { userId } }';

let copy: WatchedCopy;
let send: Send;
beforeAll(async () => {
  copy = await startWatchedCopy();
  // Made before all changes, as the event is.
  send = sendTo(copy.url, withToken(await issueToken(copy.stateDir, 'root', { groups: ['admins'] })));
  expect((await send(EVENT)).errorTypes).toEqual([]);
});
afterAll(() => copy?.close());

/** A connection that nobody but a change closes. */
async function connect(): Promise<RealtimeClient> {
  const realtimeUrl = `${copy.url.replace('http', 'ws')}/realtime`;
  const client = await RealtimeClient.connect({ url: copy.url, realtimeUrl, apiKey: copy.apiKey });
  await client.subscribe('changes', 'subscription { onEventChanged(eventId: "kept") { eventId } }');
  return client;
}

/** Of a kind of source: what is in a file, what takes its place, and a question that is answered otherwise then. */
interface Change {
  kind: string;
  file: string;
  from: string;
  to: string;
  question: string;
  /** Data, or the types of errors. */
  before: unknown;
  after: unknown;
  /** What takes the place of `from` by mistake, and what is said of it, before or behind its place in the file. */
  mistakes: { text: string; said: RegExp }[];
  isSynthesised?: true;
}

const CHANGES: Change[] = [
  {
    kind: 'the schema',
    file: 'schema.graphql',
    from: '  title: String!\n  "At most 4,000 characters; null if',
    to: '  title: String!\n  color: String\n  "At most 4,000 characters; null if',
    question: '{ getEvent(eventId: "kept") { title color } }',
    before: [''],
    after: { getEvent: { title: 'Kept', color: null } },
    mistakes: [
      { text: '  title String!\n  "At most 4,000 characters; null if', said: /Expected ":", found Name "String"/ },
      { text: '  title: Sting!\n  "At most 4,000 characters; null if', said: /Unknown type "Sting"/ },
    ],
  },
  {
    kind: 'the schema’s queries',
    file: 'schema.graphql',
    from: '  getEvent(eventId: ID!): Event @',
    to: '  getEvent("Which." eventId: ID!): Event @',
    question: '{ __type(name: "Query") { fields { args { description } } } }',
    before: expect.not.stringContaining('Which.'),
    after: expect.stringContaining('Which.'),
    mistakes: [
      {
        text: '  getNothing: Int getEvent(eventId: ID!): Event @',
        said: /Query\.getNothing is in the schema, but no file in resolvers\/ is named after it/,
      },
    ],
  },
  {
    kind: 'the domain',
    file: 'domain/event/event.ts',
    from: '    eventId: item.eventId,\n',
    to: '    eventId: item.eventId, color: "red",\n',
    question: '{ getEvent(eventId: "kept") { title color } }',
    before: { getEvent: { title: 'Kept', color: null } },
    after: { getEvent: { title: 'Kept', color: 'red' } },
    mistakes: [
      { text: '    eventId: item eventId,\n', said: /Expected "}" but found "eventId"/ },
      { text: '    eventId: [0].map(() => { throw 1; }),\n', said: /would be refused by AppSync/ },
    ],
  },
  {
    kind: 'a resolver',
    file: 'resolvers/event/Query.getEvent.ts',
    from: 'asOfNow(toEvent(event)) : null',
    to: 'asOfNow({ ...toEvent(event), color: "blue" }) : null',
    question: '{ getEvent(eventId: "kept") { title color } }',
    before: { getEvent: { title: 'Kept', color: 'red' } },
    after: { getEvent: { title: 'Kept', color: 'blue' } },
    mistakes: [
      { text: 'asOfNow(toEvent(event)) ; null', said: /Expected ":" but found ";"/ },
      { text: 'asOfNow(toEvent(++event)) : null', said: /would be refused by AppSync/ },
    ],
  },
  {
    kind: 'infrastructure',
    file: 'infra/api/eventApi.ts',
    from: '      queryDepthLimit: MAX_QUERY_DEPTH,\n',
    to: '      queryDepthLimit: 3,\n',
    question: '{ getEvent(eventId: "kept") { viewerRegistration { event { title } } } }',
    before: { getEvent: { viewerRegistration: null } },
    after: ['QueryDepthLimitReached'],
    mistakes: [
      { text: '      queryDepthLimit MAX_QUERY_DEPTH,\n', said: /Expected "}" but found "MAX_QUERY_DEPTH"/ },
      { text: '      queryDepthLimit: (null as any).depth,\n', said: /TypeError: Cannot read properties of null/ },
    ],
    isSynthesised: true,
  },
  {
    kind: 'a Lambda',
    file: 'lambda/promoteFromWaitlist/admitFromWaitlist.ts',
    from: '  const way = new RightOfWay(effort, request.eventId);\n  try {\n    return await admit',
    to: '  return { failure: refuseAdmission(request, null)! };\n  const way = new RightOfWay(effort, request.eventId);\n  try {\n    return await admit',
    question: ADMISSION,
    before: ['NotRegistered'],
    after: ['EventNotFound'],
    mistakes: [
      { text: '  const way new RightOfWay();\n  try {\n    return await admit', said: /Expected ";" but found "new"/ },
    ],
  },
];

/** The data, or the types of errors; as text where a matcher of texts waits for it. */
async function answerTo({ question, before }: Change): Promise<unknown> {
  const { data, errorTypes } = await send(question);
  if (errorTypes.length > 0) {
    return errorTypes;
  }
  const isMatched = typeof (before as { asymmetricMatch?: unknown }).asymmetricMatch === 'function';
  return isMatched ? JSON.stringify(data) : data;
}

/** Syntheses take long: they are of the deep tier, all others of the fast one. */
const changes = CHANGES.filter(({ isSynthesised = false }) => isSynthesised !== IS_FAST);

describe.each(changes)('npm start -- --watch, of $kind', (change) => {
  const { file, from, to, before, after, mistakes, isSynthesised = false } = change;

  it('tells a mistake with its file and line, and goes on with the version before, its connections included', async () => {
    const client = await connect();
    let present = from;
    for (const { text, said } of mistakes) {
      const line = copy.edit(file, present, text);
      present = text;
      const told = await copy.nextTold();
      expect(told).toMatch(said);
      expect(told).toContain(`${file}:${line}`);
      expect(told).toMatch(/The version before goes on\.\n$/);
      expect(await answerTo(change)).toEqual(before);
    }
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    client.close();
    copy.edit(file, present, from);
    expect(await copy.nextTold()).toContain(`Live after`);
  });

  it('serves a change once it is saved, with the same data and tokens, and tells clients to connect again', async () => {
    const client = await connect();
    copy.edit(file, from, to);
    const told = await copy.nextTold();
    expect(told).toMatch(/Live after .* s: /);
    expect(told.includes('Synthesising')).toBe(isSynthesised);
    expect(await client.closed).toBe(1012);
    expect(await answerTo(change)).toEqual(after);
  });
});

it.skipIf(IS_FAST)(
  'npm start -- --watch says that what is saved during a synthesis waits, and tells its mistake',
  async () => {
    const [infra, depth] = ['infra/api/eventApi.ts', '      queryDepthLimit: 3,\n'];
    const [file, from, mistake] = [
      'resolvers/event/Query.getEvent.ts',
      'asOfNow(toEvent(event)) : null',
      'asOfNow( : null',
    ];
    copy.edit(infra, depth, '      queryDepthLimit: 4,\n');
    await copy.nextSaid(/^Synthesising/);
    const line = copy.edit(file, from, mistake);
    expect(await copy.nextSaid(/^Saved meanwhile/)).toBe(
      `Saved meanwhile, and waits for the synthesis under way: ${file}\n`,
    );
    const told = await copy.nextTold();
    expect(told).toContain(`${file}:${line}`);
    expect(told).not.toContain('Saved meanwhile');
  },
);

it.runIf(IS_FAST)('npm start -- --watch prints a fault of a changed resolver in one line, and no refusal', async () => {
  const file = 'resolvers/event/Query.getEvent.ts';
  const from = 'asOfNow({ ...toEvent(event), color: "blue" }) : null';
  const to = 'asOfNow({ ...toEvent(event), color: (event as any).none.at }) : null';
  const serveAndAsk = async (old: string, changed: string): Promise<number> => {
    const line = copy.edit(file, old, changed);
    expect(await copy.nextTold()).toMatch(/^Live after .*\n$/);
    expect((await send('{ getEvent(eventId: "kept") { title } }')).errorTypes).toEqual(['Code']);
    return line;
  };
  expect((await send('{ getEvent(eventId: "") { title } }')).errorTypes).toEqual(['ValidationError']);
  const said = (line: number) =>
    new RegExp(`^resolvers/event/Query\\.getEvent\\.ts:${line}:\\d+: TypeError: .*'at'\\) \\(Query\\.getEvent\\)\\n$`);
  const line = await serveAndAsk(from, to);
  expect(await copy.nextSaid(/TypeError/)).toMatch(said(line));
  // The bundle stays the same, what it was made of is elsewhere.
  const moved = '\n// One line more.\nexport function response(';
  await serveAndAsk('\nexport function response(', moved);
  expect(await copy.nextSaid(/TypeError/)).toMatch(said(line + 1));
  copy.edit(file, moved, '\nexport function response(');
  await copy.nextTold();
  copy.edit(file, to, from);
  await copy.nextTold();
});

it.runIf(IS_FAST)('npm start -- --watch logs a fault of a changed Lambda with its line in the source', async () => {
  const [file, from] = [
    'lambda/promoteFromWaitlist/admitFromWaitlist.ts',
    '  return { failure: refuseAdmission(request, null)! };',
  ];
  const line = copy.edit(file, from, '  throw new RangeError("too far");');
  expect(await copy.nextTold()).toContain('Live after');
  expect((await send(ADMISSION)).errorTypes).not.toEqual([]);
  const logs = readdirSync(join(copy.stateDir, 'logs')).map((name) =>
    readFileSync(join(copy.stateDir, 'logs', name), 'utf8'),
  );
  expect(logs.join('')).toMatch(new RegExp(`RangeError: too far.*${file.replaceAll('.', '\\.')}:${line}:9`, 's'));
});
