import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOLLOWED_OVER_CUT } from './following.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';
import { EXPECTED } from './story.ts';

let api: ClientApi;
beforeAll(async () => {
  api = await startClientApi({ https: true });
});
afterAll(() => api?.close());

describe('Amplify', () => {
  it('queries, mutates, hears of its promotion, and follows an event over a lost connection, by HTTPS and WSS', async ({
    signal,
  }) => {
    expect(api.endpoint).toMatch(/^https:/);
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(api.stateDir, 'tls/ca.pem') };
    const program = join(import.meta.dirname, 'amplify.client.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, JSON.stringify(api)], {
      env,
      signal,
    });
    expect(JSON.parse(stdout)).toEqual({ ...EXPECTED, wasPromoted: true, followed: FOLLOWED_OVER_CUT });
  });
});
