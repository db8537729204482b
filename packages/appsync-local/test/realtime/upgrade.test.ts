import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serveHandmade } from '../handmadeApi.ts';

describe('a refused upgrade', () => {
  it.each(['/elsewhere', 'http://[/graphql', '//', '/graphql#x'])(
    'to %s is answered with 404, and its connection is closed even if the client keeps its side open',
    async (target) => {
      const running = await serveHandmade({ schema: 'type Query { a: String }' });
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(running.url).port), allowHalfOpen: true });
      socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
      expect((await running.execute({ query: '{ a }' })).body).toEqual({ data: { a: null } });
      // Waits for every connection.
      await running.close();
      socket.destroy();
    },
  );
});
