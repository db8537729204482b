import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { issueToken } from '../../packages/appsync-local/src/auth/issueToken.ts';
import { npmStart } from '../scenario/npmStart.ts';
import type { Api } from './story.ts';

/** The API of an `npm start` of its own, with an empty table. */
export interface StartedApi extends Api {
  stateDir: string;
  close(): Promise<void>;
}

/** Starts it, with further arguments for `npm start`. */
export async function startApiForClients(...more: string[]): Promise<StartedApi> {
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-clients-'));
  const server = await npmStart(stateDir, '--in-memory', '--assembly', inject('assemblyDir'), ...more);
  return {
    endpoint: server.url,
    region: server.region,
    tokens: { bo: await issueToken(stateDir, 'bo'), root: await issueToken(stateDir, 'root', { groups: ['admins'] }) },
    stateDir,
    async close() {
      await server.destroy();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
