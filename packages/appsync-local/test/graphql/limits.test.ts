import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const schema = 'type Query { long: String plain: String bad: String heavy: String object: String }';
const setting = (calls: string) => `import { util } from '@aws-appsync/utils';
export function request(ctx) { return { payload: 'kept' }; }
export function response(ctx) { ${calls} return ctx.result; }`;

describe('a pipeline', () => {
  it('may have ten functions and no more', async () => {
    const functions = (count: number): [string, ...string[]] => [
      handlers('({})'),
      ...Array.from({ length: count }, () => handlers('({ payload: "x" })')),
    ];
    const api = await serveHandmade({ schema, resolvers: { 'Query.long': functions(10) } });
    expect((await api.execute({ query: '{ long }' })).body).toEqual({ data: { long: 'x' } });
    await api.close();
    await expect(serveHandmade({ schema, resolvers: { 'Query.long': functions(11) } })).rejects.toThrow(
      'has 11 functions; AppSync allows 10 in a pipeline',
    );
  });
});

describe('util.http', () => {
  let api: RunningApi;
  beforeAll(async () => {
    const illegal = ['', 'Host', 'Vary', 'Content-Type', 'Access-Control-Max-Age', 'X-Amzn-Thing', 'x-amz-thing'];
    api = await serveHandmade({
      schema,
      resolvers: {
        'Query.plain': setting(
          `util.http.addResponseHeader('Count', 6); util.http.addResponseHeaders({ count: 7, isOpen: true, word: 'a b' });`,
        ),
        'Query.bad': setting(
          [
            ...illegal.map((name) => `util.http.addResponseHeader('${name}', 'x');`),
            `util.http.addResponseHeader('empty', null);`,
          ].join('\n'),
        ),
        'Query.heavy': setting(
          `const xs = []; xs.length = 2000; const text = xs.fill('a').join(''); for (const x of [1, 2, 3]) util.http.addResponseHeader('one', text);`,
        ),
        'Query.object': setting(`util.http.addResponseHeader('a', { b: 1 });`),
      },
    });
  });
  afterAll(() => api.close());
  const ask = async (query: string) => {
    const answer = await fetch(api.url, {
      method: 'POST',
      headers: { 'x-api-key': api.apiKey! },
      body: JSON.stringify({ query }),
    });
    return {
      headers: answer.headers,
      body: (await answer.json()) as { data: unknown; errors?: { errorType: string; message: string }[] },
    };
  };

  it('sets headers of the response; the last of a name stays', async () => {
    const { headers, body } = await ask('{ plain }');
    expect([headers.get('count'), headers.get('isopen'), headers.get('word'), body.data]).toEqual([
      '7',
      'true',
      'a b',
      { plain: 'kept' },
    ]);
  });

  it('ignores restricted names and null values, with a ResponseHeaderError for each', async () => {
    const { body } = await ask('{ bad }');
    expect(body.data).toEqual({ bad: 'kept' });
    expect(body.errors?.map(({ errorType }) => errorType)).toEqual(
      Array.from({ length: 8 }, () => 'ResponseHeaderError'),
    );
  });

  it('refuses by name more than 4 KB of headers, overwritten ones included, and values that are no text', async () => {
    expect((await ask('{ heavy }')).body.errors?.[0]?.message).toBe('not emulated: more than 4 KB of response headers');
    expect((await ask('{ object }')).body.errors?.[0]?.message).toContain('not emulated: util.http.addResponseHeader');
  });
});
