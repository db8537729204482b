import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const CODE = `
let count = 0;
let waiting; // for another to meet
exports.handler = async (event, context) => {
  count += 1;
  if (event.act === 'throw') throw new RangeError('too far');
  if (event.act === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
  if (event.act === 'crash') process.exit(7);
  if (event.act === 'meet') await new Promise((resolve) => {
    if (waiting === undefined) return void (waiting = resolve);
    [waiting, resolve].forEach((meet) => meet());
    waiting = undefined;
  });
  return { count, event, env: process.env, name: context.functionName, remaining: context.getRemainingTimeInMillis() };
};`;
const invoke = (act: string, more = '') =>
  handlers(
    `({ operation: 'Invoke', payload: { act: '${act}' }${more} })`,
    '({ result: ctx.result, error: ctx.error })',
  );

let api: RunningApi;
let printed = '';
beforeAll(async () => {
  api = await serveHandmade(
    {
      schema:
        'type Query { fine: AWSJSON throws: AWSJSON hangs: AWSJSON outlasts: AWSJSON brief: AWSJSON crashes: AWSJSON meets: AWSJSON event: AWSJSON batch: AWSJSON bare: AWSJSON }',
      lambdas: {
        Fn: {
          code: CODE,
          properties: { Timeout: 900, Environment: { Variables: { MINE: 'yes' } }, ReservedConcurrentExecutions: 3 },
        },
        Brief: { code: CODE, properties: { Timeout: 3 } },
      },
      resolvers: {
        'Query.fine': invoke('fine'),
        'Query.throws': invoke('throw'),
        'Query.hangs': invoke('hang'),
        'Query.outlasts': invoke('hang'),
        'Query.brief': invoke('fine'),
        'Query.crashes': invoke('crash'),
        'Query.meets': invoke('meet'),
        'Query.event': invoke('fine', ", invocationType: 'Event'"),
        'Query.batch': handlers("({ operation: 'BatchInvoke' })"),
        'Query.bare': handlers('({})'),
      },
      sources: {
        ...Object.fromEntries(
          ['fine', 'throws', 'hangs', 'crashes', 'meets', 'event', 'batch', 'bare'].map((name) => [
            `Query.${name}`,
            'Fn',
          ]),
        ),
        'Query.outlasts': 'Brief',
        'Query.brief': 'Brief',
      },
    },
    { onOutput: (_, text) => void (printed += text) },
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
    expect(result?.remaining).toBeLessThanOrEqual(900_000);
  });

  it('reports an error as Lambda:Unhandled with the name in unhandledErrorType', async () => {
    expect(await ask('throws')).toEqual({
      result: null,
      error: { type: 'Lambda:Unhandled', message: 'too far', unhandledErrorType: 'RangeError' },
    });
    await expect.poll(() => printed).toContain('too far');
  });

  it('ends the process at a time-out, failing what was in flight, and starts another', async () => {
    const others = api.lambdaPids();
    expect((await ask('brief')).result?.count).toBe(1);
    const [pid] = api.lambdaPids().filter((one) => !others.includes(one));
    const { error } = await ask('outlasts');
    expect(error).toMatchObject({ type: 'Lambda:Unhandled', unhandledErrorType: 'Sandbox.Timedout' });
    expect(error?.message).toMatch(/Task timed out after 3\.00 seconds$/);
    expect((await ask('brief')).result?.count).toBe(1);
    expect(api.lambdaPids()).not.toContain(pid);
  });

  it('fails everything in flight when the process crashes', async () => {
    for (const { error } of await Promise.all([ask('hangs'), ask('crashes')])) {
      expect(error).toMatchObject({ type: 'Lambda:Unhandled', unhandledErrorType: 'Runtime.ExitError' });
    }
  });

  it('throttles what exceeds the reserved concurrency', async () => {
    const answers: Seen[] = [];
    const asking = Array.from({ length: 5 }, async () => answers.push(await ask('hangs')));
    await expect.poll(() => answers).toHaveLength(2);
    expect(answers.map(({ error }) => error?.type)).toEqual(Array(2).fill('Lambda:TooManyRequestsException'));
    api.lambdaPids().forEach((pid) => process.kill(pid));
    await Promise.all(asking);
    expect(answers.slice(2).map(({ error }) => error?.type)).toEqual(Array(3).fill('Lambda:Unhandled'));
  });

  it('tells how many invocations ran at one time since it was last asked', async () => {
    api.lambdaPeaks();
    await Promise.all(['meets', 'meets'].map(ask));
    expect(api.lambdaPeaks()).toEqual({ Fn: 2, Brief: 0 });
    await ask('fine');
    expect(api.lambdaPeaks()).toEqual({ Fn: 1, Brief: 0 });
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
