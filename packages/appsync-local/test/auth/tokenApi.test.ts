import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../src/auth/loopback.ts';
import { createTokenApi, TOKEN_PATH } from '../../src/auth/tokenApi.ts';
import { serveHandmade } from '../handmadeApi.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

const api = createTokenApi(temporaryDirectory());
const ALICE = { username: 'alice', groups: ['organizers'] };
const FROM_PAGE = { host: 'localhost:4000', origin: 'http://localhost:5173' };

function ask(headers: Record<string, string>, body: unknown = ALICE, method = 'POST') {
  const init = method === 'POST' ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  return api.request(TOKEN_PATH, init);
}

describe('createTokenApi', () => {
  it('gives a page of localhost the token that it asks for', async () => {
    const answer = await ask(FROM_PAGE);
    expect(decodeJwt(await answer.text())).toMatchObject({
      'cognito:username': 'alice',
      'cognito:groups': ['organizers'],
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe(FROM_PAGE.origin);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('lets a page of localhost send JSON', async () => {
    const answer = await ask(FROM_PAGE, undefined, 'OPTIONS');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type');
  });

  it.each([
    ['a program', { host: 'localhost:4000' }],
    ['a page by address', { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:8080' }],
    ['IPv6', { host: '[::1]:4000', origin: 'https://[::1]:8080' }],
  ])('serves %s', async (_, headers) => {
    expect((await ask(headers)).status).toBe(200);
  });

  it.each([
    ['another site', { host: 'localhost:4000', origin: 'https://evil.example' }],
    ['a name that begins like localhost', { host: 'localhost:4000', origin: 'http://localhost.evil.example' }],
    ['an address that is a name', { host: 'localhost:4000', origin: 'http://127.0.0.1.evil.example' }],
    ['a sandboxed frame', { host: 'localhost:4000', origin: 'null' }],
    ['a foreign name that was made to resolve here', { host: 'evil.example:4000', origin: 'http://localhost:1' }],
    ['another address of this machine', { host: '192.168.1.7:4000' }],
  ])('refuses %s, before and after asking', async (_, headers) => {
    for (const method of ['OPTIONS', 'POST']) {
      const answer = await ask(headers, ALICE, method);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it.each([
    {},
    null,
    { username: '' },
    { username: 1 },
    { username: 'a', groups: 'b' },
    { username: 'a', groups: [1] },
  ])('says what %j should be', async (body) => {
    const answer = await ask(FROM_PAGE, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/^The body has to be/);
  });

  it('puts who names no groups in none', async () => {
    expect(decodeJwt(await (await ask(FROM_PAGE, { username: 'bo' })).text())).not.toHaveProperty('cognito:groups');
  });
});

describe('a server', () => {
  it.each([
    ['127.0.0.1', 200],
    ['0.0.0.0', 404],
  ])('that listens on %s answers %i where tokens are asked for', async (host, status) => {
    const served = await serveHandmade({ schema: 'type Query { a: Int }' }, { host });
    try {
      const url = `http://127.0.0.1:${new URL(served.url).port}`;
      const answer = await fetch(`${url}${TOKEN_PATH}`, { method: 'POST', body: JSON.stringify(ALICE) });
      expect(answer.status).toBe(status);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    } finally {
      await served.close();
    }
  });
});

describe('isLoopback', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])('is true of %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '192.168.1.7', 'devbox', '127.evil.example'])('is false of %s', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
