import { startPatientServer } from 'appsync-local/testing';
import { expect, it } from 'vitest';
import { localBackend } from '../src/localBackend.ts';

it('ends a connection that is free, before DynamoDB Local does', async () => {
  const server = await startPatientServer((_, response) => void response.end('{}'));
  const backend = localBackend(server.endpoint);
  try {
    for (const call of [1, 2]) {
      const { status, body } = await backend.pass('POST', '/', {}, Buffer.from('{}'));
      expect([status, body.toString()]).toEqual([200, '{}']);
      await server.firstEnded;
      expect(server.connections).toHaveLength(call);
    }
  } finally {
    backend.close();
    await server.close();
  }
});
