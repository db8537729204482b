import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await serveHandmade({
    schema: 'type Query { headers: AWSJSON ip: AWSJSON } type Subscription { s: String }',
    resolvers: {
      'Query.headers': handlers('({ payload: ctx.request.headers })'),
      'Query.ip': handlers('({ payload: ctx.info.variables })'),
    },
  });
});
afterAll(() => api.close());

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(api.url, { method: 'POST', body, headers: { 'x-api-key': api.apiKey ?? '', ...headers } });

describe('POST /graphql', () => {
  it('answers JSON whatever the content type says', async () => {
    const response = await post('{"query":"{ __typename }"}', { 'content-type': 'application/graphql' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['an empty body', '', 'MalformedHttpRequestException', 'Request body is empty.'],
    ['no JSON', 'x', 'MalformedHttpRequestException', 'Unable to parse GraphQL query.'],
    ['no query', '{}', 'MalformedHttpRequestException', 'Unable to parse GraphQL query.'],
    ['a batch', '[{"query":"{ __typename }"}]', 'MalformedHttpRequestException', 'Unable to parse GraphQL query.'],
    ['a syntax error', '{"query":"{"}', 'MalformedHttpRequestException', 'Unable to parse GraphQL query.'],
    [
      'several operations without a name',
      '{"query":"query A { ip } query B { ip }"}',
      'BadRequestException',
      'Missing operation name.',
    ],
    [
      'more than 15,000 tokens',
      JSON.stringify({ query: `{ ${'ip '.repeat(15_000)} }` }),
      'BadRequestException',
      'Maximum char length exceeded',
    ],
  ])('answers 400 to %s', async (_, body, errorType, message) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe(errorType);
    expect(await response.json()).toEqual({ errors: [{ errorType, message }] });
  });

  it('answers 413 to a body over 6 MB', async () => {
    expect((await post(JSON.stringify({ query: 'x'.repeat(6 * 1024 * 1024) }))).status).toBe(413);
  });

  it('refuses subscriptions', async () => {
    const response = await post('{"query":"subscription { s }"}');
    expect(response.status).toBe(400);
  });

  it('chooses the named operation', async () => {
    const response = await post('{"query":"query A { a: __typename } query B { b: __typename }","operationName":"B"}');
    expect(await response.json()).toEqual({ data: { b: 'Query' } });
  });

  it('shows resolvers the headers in lower case, without cookies', async () => {
    const response = await post('{"query":"{ headers }"}', { 'X-Custom': 'c', cookie: 'a=b' });
    const { data } = (await response.json()) as { data: { headers: string } };
    const headers = JSON.parse(data.headers) as Record<string, unknown>;
    expect(headers['x-custom']).toBe('c');
    expect(headers.cookie).toBeUndefined();
  });
});

describe('the rest of the surface', () => {
  it('refuses GET /graphql, answers preflights with 200, and is healthy once ready', async () => {
    expect((await fetch(api.url)).status).toBe(405);
    const preflight = await fetch(api.url, {
      method: 'OPTIONS',
      headers: { origin: 'http://x', 'access-control-request-headers': 'x-api-key' },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-api-key');
    expect((await fetch(api.url.replace('/graphql', '/healthz'))).status).toBe(200);
  });
});
