import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { signsIn } from '../../tools/example/signsIn.ts';

it.each([
  [200, true],
  [403, false],
  [404, false],
])('a server that answers %i where tokens are asked for signs people in: %s', async (status, expected) => {
  const asked: unknown[] = [];
  const server = createServer(({ method, url }, answer) => {
    asked.push([method, url]);
    answer.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await signsIn(`http://127.0.0.1:${port}/graphql`)).toBe(expected);
  expect(asked).toEqual([['POST', '/local/token']]);
});
