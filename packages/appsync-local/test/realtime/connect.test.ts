import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { signRequest } from '../../src/auth/signRequest.ts';
import { apiKeyHeader, RealtimeClient, type ConnectOptions } from './client.ts';
import { serveThings } from './thingApi.ts';

let running: RunningApi;
beforeAll(async () => {
  running = await serveThings({ keepAliveMs: 5 });
});
afterAll(() => running.close());

const base64 = (value: unknown) => encodeURIComponent(Buffer.from(JSON.stringify(value)).toString('base64'));
const byQuery = (header: unknown, path = '/graphql'): ConnectOptions => ({
  url: `${running.realtimeUrl.replace('/graphql/realtime', path)}?header=${base64(header)}&payload=e30=`,
  protocols: ['graphql-ws'],
});
const host = () => new URL(running.url).host;
const signedConnect = async (body = '{}', path = '/connect') =>
  signRequest(`${running.url}${path}`, body, running.credentials, running.region);

describe('connect', () => {
  it('acknowledges with the time-out in milliseconds, then keeps the connection alive', async () => {
    const client = new RealtimeClient(running);
    await client.opened();
    expect(client.socket.protocol).toBe('graphql-ws');
    client.send({ type: 'connection_init' });
    expect(await client.next()).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
    expect([await client.next(), await client.next(), await client.next()]).toEqual([
      { type: 'ka' },
      { type: 'ka' },
      { type: 'ka' },
    ]);
    client.close();
  });

  it.each(['/graphql', '/graphql/realtime'])('accepts the header as query parameter at %s', async (path) => {
    (await RealtimeClient.connect(running, byQuery(apiKeyHeader(running), path))).close();
  });

  it('accepts plain HTTP headers', async () => {
    const options = { protocols: ['graphql-ws'], headers: { 'x-api-key': running.apiKey ?? '' } };
    (await RealtimeClient.connect(running, options)).close();
  });

  it('accepts a user’s token and an IAM signature over /graphql/connect', async () => {
    const token = await running.issueToken('alice');
    (await RealtimeClient.connect(running, { header: { host: host(), Authorization: token } })).close();
    (await RealtimeClient.connect(running, byQuery(await signedConnect()))).close();
    (await RealtimeClient.connect(running, { header: await signedConnect() })).close();
  });

  it('ignores everything before connection_init', async () => {
    const client = new RealtimeClient(running);
    await client.opened();
    client.send('{');
    client.start('1', 'subscription { onThing { id } }');
    client.send({ type: 'connection_init' });
    expect((await client.next()).type).toBe('connection_ack');
    expect((await client.soFar()).filter(({ type }) => type !== 'ka')).toEqual([]);
    client.close();
  });
});

describe('a refused connect', () => {
  const unauthorized = (message: string) => ({ errorType: 'UnauthorizedException', message, errorCode: 401 });
  const bad = expect.objectContaining({ errorType: 'BadRequestException', errorCode: 400 });
  const cases: [string, () => Promise<ConnectOptions> | ConnectOptions, unknown][] = [
    [
      'a wrong API key',
      () => byQuery({ host: host(), 'x-api-key': 'da2-x' }),
      unauthorized('You are not authorized to make this call.'),
    ],
    ['no credentials', () => byQuery({ host: host() }), unauthorized('Valid authorization header not provided.')],
    [
      'a garbled token',
      () => byQuery({ host: host(), Authorization: 'x' }),
      unauthorized('Unable to parse JWT token.'),
    ],
    [
      'an expired token',
      async () => byQuery({ host: host(), Authorization: await running.issueToken('alice', { expiresInSeconds: -1 }) }),
      unauthorized('Token has expired.'),
    ],
    [
      'a signature over /graphql',
      async () => byQuery(await signedConnect('{}', '')),
      expect.objectContaining({ errorType: 'InvalidSignatureException', errorCode: 403 }),
    ],
    [
      'a signature over another body',
      async () => byQuery(await signedConnect('{"a":1}')),
      expect.objectContaining({ errorCode: 403 }),
    ],
    ['no host', () => byQuery({ 'x-api-key': running.apiKey }), bad],
    [
      'bad base64',
      () => ({
        url: `${running.realtimeUrl}?header=%%%25&payload=e30=`.replace('%%%25', '***'),
        protocols: ['graphql-ws'],
      }),
      bad,
    ],
    ['base64 of no JSON', () => ({ header: '{' }), bad],
    [
      'no subprotocol',
      () => ({ protocols: [], headers: { 'x-api-key': running.apiKey ?? '' } }),
      { message: 'NoProtocolError', errorCode: 400 },
    ],
    [
      'another subprotocol',
      () => ({
        protocols: [],
        headers: { 'x-api-key': running.apiKey ?? '', 'sec-websocket-protocol': 'graphql-transport-ws' },
      }),
      { message: 'SubProtocolNotSupportedError', errorCode: 400 },
    ],
  ];
  it.each(cases)('for %s is told why, and closed', async (_, options, error) => {
    const client = new RealtimeClient(running, await options());
    expect(await client.next()).toEqual({ type: 'connection_error', payload: { errors: [error] } });
    expect(await client.closed).toBe(1000);
  });

  it('at another path is a 404', async () => {
    const client = new RealtimeClient(running, { url: running.realtimeUrl.replace('/graphql/realtime', '/other') });
    await expect(client.opened()).rejects.toThrow('404');
  });

  it('leaves the server alive', async () => {
    (await RealtimeClient.connect(running)).close();
  });
});
