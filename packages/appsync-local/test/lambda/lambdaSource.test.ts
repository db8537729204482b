import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const TIMEOUT_SECONDS = 20;

/** A function that waits until its process gets SIGUSR2, or throws, crashes, or answers. */
const CODE = `
let count = 0;
const held = [];
process.on('SIGUSR2', () => held.splice(0).forEach((release) => release()));
exports.handler = async (event, context) => {
  count += 1;
  if (event.act === 'throw') throw new RangeError('too far');
  if (event.act === 'crash') process.exit(7);
  if (event.act === 'wait') await new Promise((release) => { held.push(release); console.log('is held'); });
  return { count, event, env: process.env, name: context.functionName, remaining: context.getRemainingTimeInMillis() };
};`;
const invoke = (act: string, more = '') =>
  handlers(
    `({ operation: 'Invoke', payload: { act: '${act}' }${more} })`,
    '({ result: ctx.result, error: ctx.error })',
  );

let api: RunningApi;
let printed = '';
let onPrint = () => {};
beforeEach(() => {
  printed = '';
});
beforeAll(async () => {
  api = await serveHandmade(
    {
      schema:
        'type Query { fine: AWSJSON throws: AWSJSON crashes: AWSJSON waits: AWSJSON event: AWSJSON beside: AWSJSON closed: AWSJSON batch: AWSJSON bare: AWSJSON }',
      lambdas: {
        Fn: {
          code: CODE,
          properties: {
            Timeout: TIMEOUT_SECONDS,
            Environment: { Variables: { MINE: 'yes' } },
            ReservedConcurrentExecutions: 3,
          },
        },
        Beside: { code: CODE, properties: { ReservedConcurrentExecutions: 1 } },
        Closed: { code: CODE, properties: { ReservedConcurrentExecutions: 0 } },
      },
      resolvers: {
        'Query.fine': invoke('fine'),
        'Query.throws': invoke('throw'),
        'Query.crashes': invoke('crash'),
        'Query.waits': invoke('wait'),
        'Query.event': invoke('fine', ", invocationType: 'Event'"),
        'Query.beside': invoke('fine'),
        'Query.closed': invoke('fine'),
        'Query.batch': handlers("({ operation: 'BatchInvoke' })"),
        'Query.bare': handlers('({})'),
      },
      sources: {
        ...Object.fromEntries(
          ['fine', 'throws', 'crashes', 'waits', 'event', 'batch', 'bare'].map((name) => [`Query.${name}`, 'Fn']),
        ),
        'Query.beside': 'Beside',
        'Query.closed': 'Closed',
      },
    },
    {
      onOutput: (_, text) => {
        printed += text;
        onPrint();
      },
    },
  );
});
afterAll(() => api.close());

interface Seen {
  result: { count: number; event: unknown; env: Record<string, string>; name: string; remaining: number } | null;
  error?: { type: string; message: string; unhandledErrorType?: string } | null;
}
const ask = async (field: string): Promise<Seen> => {
  const { body } = await api.execute({ query: `{ ${field} }` });
  return JSON.parse(String(body.data?.[field])) as Seen;
};

/** Waits until the function has printed this so often in this test. */
async function untilPrinted(text: string, times = 1): Promise<void> {
  while (printed.split(text).length <= times) {
    await new Promise<void>((resolve) => {
      onPrint = resolve;
    });
  }
}
const release = () => process.kill(api.lambdaPids()[0]!, 'SIGUSR2');

describe('the Lambda data source', () => {
  it("hands over the payload alone, in the function's own environment", async () => {
    const { result, error } = await ask('fine');
    expect(error ?? null).toBeNull();
    expect(result).toMatchObject({
      event: { act: 'fine' },
      name: 'ApiStack-Fn',
      env: { MINE: 'yes', AWS_LAMBDA_FUNCTION_NAME: 'ApiStack-Fn' },
    });
    expect(result?.env.HOME).toBeUndefined();
    expect(result?.remaining).toBeLessThanOrEqual(TIMEOUT_SECONDS * 1000);
  });

  it('reports an error as Lambda:Unhandled with the name in unhandledErrorType', async () => {
    expect(await ask('throws')).toEqual({
      result: null,
      error: { type: 'Lambda:Unhandled', message: 'too far', unhandledErrorType: 'RangeError' },
    });
    await untilPrinted('too far');
  });

  it('ends the process at a time-out, failing what was in flight, and starts another', async () => {
    const [pid] = api.lambdaPids();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const asked = ask('waits');
      await untilPrinted('is held');
      vi.advanceTimersByTime(TIMEOUT_SECONDS * 1000);
      const { error } = await asked;
      expect(error).toMatchObject({ type: 'Lambda:Unhandled', unhandledErrorType: 'Sandbox.Timedout' });
      expect(error?.message).toMatch(new RegExp(`Task timed out after ${TIMEOUT_SECONDS}\\.00 seconds$`));
    } finally {
      vi.useRealTimers();
    }
    expect((await ask('fine')).result?.count).toBe(1);
    expect(api.lambdaPids()).not.toContain(pid);
  });

  it('fails everything in flight when the process crashes', async () => {
    const waiting = ask('waits');
    await untilPrinted('is held');
    for (const { error } of await Promise.all([waiting, ask('crashes')])) {
      expect(error).toMatchObject({ type: 'Lambda:Unhandled', unhandledErrorType: 'Runtime.ExitError' });
    }
  });

  it('throttles what exceeds the reserved concurrency', async () => {
    const admitted = ['waits', 'waits', 'waits'].map(ask);
    await untilPrinted('is held', 3);
    expect((await ask('fine')).error?.type).toBe('Lambda:TooManyRequestsException');
    release();
    expect((await Promise.all(admitted)).map(({ error }) => error ?? null)).toEqual([null, null, null]);
  });

  it('throttles everything of a function whose reserved concurrency is 0, and starts no process for it', async () => {
    const before = api.lambdaPids();
    expect(await ask('closed')).toEqual({
      result: null,
      error: { type: 'Lambda:TooManyRequestsException', message: 'Rate Exceeded.' },
    });
    expect(api.lambdaPids()).toEqual(before);
  });

  it('gives each function its own: one that is full takes nothing from another', async () => {
    const admitted = ['waits', 'waits', 'waits'].map(ask);
    await untilPrinted('is held', 3);
    expect((await ask('beside')).result?.name).toBe('ApiStack-Beside');
    release();
    await Promise.all(admitted);
  });

  it('tells how many invocations ran at one time since it was last asked', async () => {
    api.lambdaPeaks();
    const both = ['waits', 'waits'].map(ask);
    await untilPrinted('is held', 2);
    release();
    await Promise.all(both);
    expect(api.lambdaPeaks()).toMatchObject({ Fn: 2, Closed: 0 });
    await ask('fine');
    expect(api.lambdaPeaks()).toMatchObject({ Fn: 1, Closed: 0 });
  });

  it('does not wait for an Event invocation', async () => {
    expect((await ask('event')).result).toBeNull();
  });

  it('refuses a request without operation, and BatchInvoke by name', async () => {
    const bare = await api.execute({ query: '{ bare }' });
    expect(bare.body.errors).toMatchObject([
      { errorType: 'MappingTemplate', message: "Value for field '$[operation]' not found." },
    ]);
    const batch = await api.execute({ query: '{ batch }' });
    expect(batch.body.errors).toMatchObject([
      { errorType: 'MappingTemplate', message: "not emulated: Lambda operation 'BatchInvoke'" },
    ]);
  });
});

describe('close', () => {
  it('ends the processes of functions', async () => {
    const other = await serveHandmade({
      schema: 'type Query { fine: AWSJSON }',
      lambdas: { Fn: { code: CODE } },
      resolvers: { 'Query.fine': invoke('fine') },
      sources: { 'Query.fine': 'Fn' },
    });
    await other.execute({ query: '{ fine }' });
    const [pid = 0] = other.lambdaPids();
    await other.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
