import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { writeAssembly, type HandmadeApi } from '../handmadeAssembly.ts';
import { RealtimeClient } from '../realtime/client.ts';

const version = (answer: string): HandmadeApi => ({
  schema: 'type Query { version: String function: String }',
  resolvers: {
    'Query.version': handlers('({ payload: null })', `'${answer}'`),
    'Query.function': handlers(`({ operation: 'Invoke', payload: null })`),
  },
  sources: { 'Query.function': 'Versioned' },
  lambdas: { Versioned: { code: `exports.handler = async () => '${answer}';` } },
});

let api: RunningApi;
beforeAll(async () => {
  api = await serveHandmade(version('one'));
});
afterAll(() => api.close());

/** What a client of the port gets. */
async function ask(apiKey = api.apiKey!): Promise<unknown> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: JSON.stringify({ query: '{ version function }' }),
  });
  return ((await response.json()) as { data: unknown }).data;
}

it('answers with another assembly at the same URL and key, and tells clients of real time to connect again', async () => {
  const { url, apiKey, functionCredentials } = api;
  expect(await ask()).toEqual({ version: 'one', function: 'one' });
  const client = await RealtimeClient.connect(api);
  await api.replace(writeAssembly(version('two')));
  expect(await client.closed).toBe(1012);
  expect(await ask(apiKey)).toEqual({ version: 'two', function: 'two' });
  expect({ url: api.url, functionCredentials: api.functionCredentials }).toEqual({ url, functionCredentials });
  const again = await RealtimeClient.connect(api);
  again.socket.close();
});

it.each([
  [
    'code that AppSync refuses',
    { ...version('bad'), resolvers: { 'Query.version': 'export const a = 1;' } },
    /missing export/,
  ],
  [
    'a schema that is none',
    { schema: 'type Query {\n  version: Nothing\n}' },
    /Unknown type "Nothing".*schema\.graphql:2:12/,
  ],
])('goes on with the one before where there is %s, its connections included', async (_, mistaken, message) => {
  await api.replace(writeAssembly(version('good')));
  const client = await RealtimeClient.connect(api);
  await expect(api.replace(writeAssembly(mistaken as HandmadeApi))).rejects.toThrow(message);
  expect(await ask()).toEqual({ version: 'good', function: 'good' });
  expect(client.socket.readyState).toBe(client.socket.OPEN);
  client.socket.close();
});
