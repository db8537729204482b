import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { RequestLogs } from '../../src/console/requestLogs.ts';
import { FieldLog, type ResolvedField } from '../../src/graphql/fieldLog.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const DURATION = expect.any(Number) as number;

let api: RunningApi;
let origin: string;
beforeAll(async () => {
  api = await serveHandmade({
    schema: `
      type Query { things: [Thing!] piped: String failing: String refused: String bad: String secret: String @aws_iam }
      type Thing @aws_api_key @aws_iam { name: String }`,
    api: { AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }] },
    lambdas: { Broken: { code: 'exports.handler = async () => { throw new RangeError("too far"); };' } },
    sources: { 'Query.failing': 'Broken' },
    resolvers: {
      'Query.things': handlers('({ payload: [{}, {}] })'),
      'Thing.name': handlers('({ payload: "x" })'),
      'Query.piped': [
        handlers('({})', 'ctx.prev.result.v'),
        handlers('runtime.earlyReturn({ v: "first" })'),
        `export function request(ctx) { console.log('asks', ctx.prev.result.v); return { payload: 'second' }; }
         export function response(ctx) { console.error('heard'); return ctx.result; }`,
        handlers('runtime.earlyReturn({ v: "third" }, { skipTo: "END" })'),
        handlers('util.error("not run")'),
      ],
      'Query.failing': handlers('({ operation: "Invoke", payload: {} })', 'ctx.error.type'),
      'Query.refused': handlers('({ payload: 1 })', 'util.error("no", "Refused")'),
      'Query.bad': handlers('"no object"'),
      'Query.secret': handlers('({ payload: 1 })'),
    },
  });
  origin = new URL(api.url).origin;
});
afterAll(() => api?.close());

/** What the page asks for; `headers` replace those of a page of this server. */
const askLog = (requestId: string, headers: Record<string, string> = { origin }) =>
  fetch(`${origin}/console/log`, { method: 'POST', body: requestId, headers });

async function logOf(query: string): Promise<ResolvedField[] | null> {
  const { headers } = await api.execute({ query });
  const answer = await askLog(headers['x-amzn-requestid'] ?? '');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return (await answer.json()) as ResolvedField[] | null;
}

describe('POST /console/log', () => {
  it('tells each step of a pipeline: what it printed, what it called, and where it returned early', async () => {
    const [field] = (await logOf('{ alias: piped }')) ?? [];
    expect(field).toEqual({
      path: 'alias',
      field: 'Query.piped',
      steps: [
        { name: 'request', milliseconds: DURATION, lines: [] },
        { name: 'pipedStep1', milliseconds: DURATION, lines: [], earlyReturn: { skipTo: null } },
        {
          name: 'pipedStep2',
          milliseconds: DURATION,
          lines: [
            expect.stringMatching(/^INFO - code\.js:\d+:\d+: "?asks"? "?first"?$/),
            expect.stringMatching(/^ERROR - code\.js:\d+:\d+: "?heard"?$/),
          ],
          call: { source: 'NoneSource', operation: 'payload', milliseconds: DURATION },
        },
        { name: 'pipedStep3', milliseconds: DURATION, lines: [], earlyReturn: { skipTo: 'END' } },
        { name: 'response', milliseconds: DURATION, lines: [] },
      ],
    });
  });

  it('tells of every object of a list, by its place in the answer', async () => {
    const log = await logOf('{ things { name } }');
    expect(log?.map(({ path, field }) => ({ path, field }))).toEqual([
      { path: 'things', field: 'Query.things' },
      { path: 'things.0.name', field: 'Thing.name' },
      { path: 'things.1.name', field: 'Thing.name' },
    ]);
  });

  it.each([
    [
      'what a data source answered that the resolver made something of',
      'failing',
      {
        call: {
          source: 'Broken',
          operation: 'Invoke',
          milliseconds: DURATION,
          error: { type: 'Lambda:Unhandled', message: 'too far' },
        },
      },
    ],
    [
      'what a handler raised',
      'refused',
      {
        call: { source: 'NoneSource', operation: 'payload', milliseconds: DURATION },
        error: { type: 'Refused', message: 'no' },
      },
    ],
    [
      'a request that the data source cannot read',
      'bad',
      {
        call: { source: 'NoneSource', operation: 'payload', milliseconds: DURATION },
        error: { type: 'MappingTemplate', message: 'Expected a JSON object as request.' },
      },
    ],
  ])('tells %s', async (_, name, did) => {
    const [field] = (await logOf(`{ ${name} }`)) ?? [];
    expect(field?.steps).toEqual([{ name: 'resolver', milliseconds: DURATION, lines: [], ...did }]);
  });

  it('is empty where no resolver ran', async () => {
    expect(await logOf('{ secret }')).toEqual([]);
  });

  it('is null for a request that was refused as a whole, and for one that never was', async () => {
    expect(await logOf('{ nothing }')).toBeNull();
    expect(await (await askLog('')).json()).toBeNull();
  });

  it.each<Record<string, string>>([{}, { origin: 'https://evil.example' }, { origin: 'null' }])(
    'answers 403 to foreign pages: %o',
    async (foreign) => {
      const { headers } = await api.execute({ query: '{ piped }' });
      const answer = await askLog(headers['x-amzn-requestid'] ?? '', foreign);
      expect(answer.status).toBe(403);
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      expect(await answer.text()).not.toContain('piped');
    },
  );

  it('is no part of the answer', async () => {
    expect((await api.execute({ query: '{ piped }' })).body).toEqual({ data: { piped: 'third' } });
  });
});

describe('RequestLogs', () => {
  it('forgets all but the last hundred', () => {
    const logs = new RequestLogs();
    Array.from({ length: 101 }, (_, index) => logs.add(`id ${index}`, []));
    expect([logs.find('id 0'), logs.find('id 1'), logs.find('id 100')]).toEqual([null, [], []]);
  });
});

describe('FieldLog', () => {
  const written = (request: unknown) => {
    const log = new FieldLog('a', 'Query.a');
    log.begin('step');
    log.call('Table', request)({ result: null });
    return log.resolved.steps[0]?.call?.operation;
  };

  it.each([
    [{ operation: 'TransactWriteItems', transactItems: [{}, {}, {}] }, 'TransactWriteItems of 3'],
    [{ operation: 'BatchGetItem', tables: { A: { keys: [{}, {}] }, B: [{}] } }, 'BatchGetItem of 3'],
    [{ operation: 'Query', query: {} }, 'Query'],
    [null, 'payload'],
  ])('names the operation of %j with the number of its items', (request, operation) => {
    expect(written(request)).toBe(operation);
  });

  it('keeps of a long line its beginning', () => {
    const log = new FieldLog('a', 'Query.a');
    log.begin('step');
    log.print(['x'.repeat(5000)]);
    expect(log.resolved.steps[0]?.lines[0]).toHaveLength(4000);
  });
});
