import getPort from 'get-port';
import { describe, expect, it } from 'vitest';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const endpoint = 'http://127.0.0.1:9';
const schema = 'type Query { a: Int }';

describe('startApi, before DynamoDB answers', () => {
  it('finds what is wrong with the code of resolvers', async () => {
    const ready = new Promise<never>(() => undefined);
    const start = serveHandmade({ schema, resolvers: { 'Query.a': 'no code' } }, { dynamodb: { endpoint, ready } });
    await expect(start).rejects.toThrow(/Query\.a/);
  });

  it('serves nothing yet', async () => {
    let answers = (): void => undefined;
    const ready = new Promise<void>((resolve) => {
      answers = resolve;
    });
    const port = await getPort();
    const resolvers = { 'Query.a': handlers('({ payload: 1 })') };
    const starting = serveHandmade({ schema, resolvers }, { port, dynamodb: { endpoint, ready } });
    const healthz = () => fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    await expect.poll(async () => (await healthz())?.status).toBe(503);
    answers();
    const api = await starting;
    expect((await healthz())?.status).toBe(200);
    expect((await api.execute({ query: '{ a }' })).body).toEqual({ data: { a: 1 } });
    await api.close();
  });

  it('leaves nothing behind if it never does', async () => {
    const port = await getPort();
    const ready = Promise.reject(new Error('no Java'));
    await expect(serveHandmade({ schema }, { port, dynamodb: { endpoint, ready } })).rejects.toThrow('no Java');
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });
});
