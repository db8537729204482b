import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventQueue } from '../../src/lambda/eventQueue.ts';
import type { LambdaOutcome } from '../../src/lambda/lambdaProcess.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { roleFor, temporaryDirectory } from '../handmadeAssembly.ts';

const DONE: LambdaOutcome = { payload: 'null' };
const FAILED: LambdaOutcome = { error: { errorType: 'TypeError', errorMessage: 'broken' } };
const THROTTLED: LambdaOutcome = { error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' } };
const MINUTE_MS = 60_000;

/** A queue whose function ends like this, the last outcome for good; and when it was tried, in ms from now. */
function queueOf(outcomes: LambdaOutcome[], file = join(temporaryDirectory(), 'events.json')) {
  const beginMs = Date.now();
  const triedMs: number[] = [];
  const givenUp: unknown[][] = [];
  const unwritten: string[] = [];
  const queue = new EventQueue({
    invoke: async () => {
      triedMs.push(Date.now() - beginMs);
      const [outcome] = outcomes.length > 1 ? outcomes.splice(0, 1) : outcomes;
      if (outcome === undefined) {
        throw new Error('no code');
      }
      return outcome;
    },
    onUnwritten: (reason) => unwritten.push(reason),
    onGivenUp: (...told) => givenUp.push(told),
  });
  return { queue, file, begin: () => queue.begin(file), triedMs, givenUp, unwritten };
}

describe('EventQueue', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('invokes once where that succeeds', async () => {
    const { queue, triedMs, givenUp } = queueOf([DONE]);
    queue.accept('arn', 1);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect([triedMs, givenUp]).toEqual([[0], []]);
  });

  it('tries a function that fails after one minute, and after two more', async () => {
    const { queue, triedMs, givenUp } = queueOf([FAILED, FAILED, DONE]);
    queue.accept('arn', 1);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect([triedMs, givenUp]).toEqual([[0, MINUTE_MS, 3 * MINUTE_MS], []]);
  });

  it('gives an event up after the third failure', async () => {
    const { queue, triedMs, givenUp } = queueOf([FAILED]);
    queue.accept('arn', { a: 1 });
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(triedMs).toHaveLength(3);
    expect(givenUp).toEqual([['arn', { a: 1 }, 'TypeError: broken']]);
  });

  it('tries a throttled function at longer and longer intervals, up to 5 minutes, for 6 hours', async () => {
    const { queue, triedMs, givenUp } = queueOf([THROTTLED]);
    queue.accept('arn', 1);
    await vi.advanceTimersByTimeAsync(7 * 60 * MINUTE_MS);
    const pauses = triedMs.slice(1).map((ms, index) => (ms - (triedMs[index] ?? 0)) / 1000);
    expect(pauses.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(triedMs.at(-1)).toBeGreaterThan((6 * 60 - 6) * MINUTE_MS);
    expect(givenUp).toEqual([['arn', 1, 'TooManyRequestsException: Rate Exceeded.']]);
  });

  it('takes a function that cannot be started for one that fails', async () => {
    const { queue, triedMs, givenUp } = queueOf([]);
    queue.accept('arn', 1);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(triedMs).toHaveLength(3);
    expect(givenUp).toEqual([['arn', 1, 'ServiceException: Error: no code']]);
  });

  it.each(['{}', 'null', '[', ''])('begins where the file has %j', (content) => {
    const { file, begin, triedMs } = queueOf([DONE]);
    writeFileSync(file, content);
    begin();
    expect(triedMs).toEqual([]);
  });

  it('counts no throttled attempt among the failures', async () => {
    const { queue, triedMs, givenUp } = queueOf([THROTTLED, THROTTLED, FAILED, THROTTLED, FAILED, DONE]);
    queue.accept('arn', 1);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect([triedMs.length, givenUp]).toEqual([6, []]);
  });

  it('goes on where its file cannot be written, and says so', async () => {
    const { queue, begin, triedMs, unwritten } = queueOf(
      [FAILED, DONE],
      join(temporaryDirectory(), 'nowhere', 'events.json'),
    );
    begin();
    queue.accept('arn', 1);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(triedMs).toHaveLength(2);
    expect(unwritten).toContainEqual(expect.stringContaining('ENOENT'));
  });

  it('leaves what is not ended with to the next, which tries it anew', async () => {
    const before = queueOf([FAILED]);
    before.begin();
    before.queue.accept('arn', { a: 1 });
    await vi.advanceTimersByTimeAsync(1);
    await before.queue.close();
    before.queue.accept('arn', { late: true });
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(before.triedMs).toHaveLength(1);

    const next = queueOf([FAILED], before.file);
    next.begin();
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect([next.triedMs.length, next.givenUp]).toEqual([2, [['arn', { a: 1 }, 'TypeError: broken']]]);
    const last = queueOf([DONE], before.file);
    last.begin();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(last.triedMs).toEqual([]);
  });
});

const API = {
  schema: 'type Query { a: String }',
  resolvers: { 'Query.a': handlers('{}') },
  sources: { 'Query.a': 'Fails' },
};
const FAILS = 'exports.handler = async () => { throw new TypeError("failing"); };';
const MAY_SEND = { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }] };
const deployed = (policy: object) => ({
  ...API,
  lambdas: {
    Fails: {
      code: FAILS,
      properties: {
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
        Role: { 'Fn::GetAtt': ['FailsRole', 'Arn'] },
      },
    },
  },
  resources: { Letters: { Type: 'AWS::SQS::Queue' }, FailsRole: roleFor('lambda', policy) },
});

describe('a function with a queue of dead letters', () => {
  it('has the event there that was given up, also by an API that starts after another', async () => {
    const stateDir = temporaryDirectory();
    const noTables = createHash('sha256').digest('hex').slice(0, 16);
    mkdirSync(join(stateDir, 'lambda'));
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:ApiStack-Fails';
    const left = { functionArn, event: { a: 1 }, takenMs: Date.now(), failures: 2, throttles: 0 };
    writeFileSync(join(stateDir, 'lambda', `events-${noTables}.json`), JSON.stringify([left]));
    const printed: string[] = [];
    const running = await serveHandmade(deployed(MAY_SEND), {
      stateDir,
      onOutput: (name, text) => printed.push(`${name}: ${text}`),
    });
    try {
      await expect
        .poll(() => running.sentMessages)
        .toEqual([{ queueArn: expect.stringMatching(/^arn:aws:sqs:.*Letters/), body: '{"a":1}' }]);
      expect(printed.join('')).toContain('ApiStack-Fails: an asynchronous invocation is given up: TypeError: failing');
    } finally {
      await running.close();
    }
  });

  it('is refused, as by Lambda, where its role may not write there', async () => {
    const policy = { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:another' }] };
    await expect(serveHandmade(deployed(policy))).rejects.toThrow(
      /Fails: The provided execution role does not have permissions to call SendMessage on SQS/,
    );
  });

  it('is refused by name where it is no queue of the assembly', async () => {
    const { lambdas, ...rest } = deployed(MAY_SEND);
    const properties = { ...lambdas.Fails.properties, DeadLetterConfig: { TargetArn: 'arn:aws:sns:::topic' } };
    await expect(serveHandmade({ ...rest, lambdas: { Fails: { code: FAILS, properties } } })).rejects.toThrow(
      'not emulated: dead letters of Fails anywhere but in an SQS queue of the assembly',
    );
  });
});
