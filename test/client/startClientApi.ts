import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCertificate } from 'appsync-local/testing';
import { startWorld } from '../support/world.ts';
import type { Api } from './story.ts';

/** An API with an empty table, as a client sees it. */
export interface ClientApi extends Api {
  apiKey: string;
  stateDir: string;
  close(): Promise<void>;
}

/** Starts it; with HTTPS and WSS its certificate authority is in the state directory. */
export async function startClientApi({ https = false } = {}): Promise<ClientApi> {
  const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-clients-'));
  const certificate = https ? await loadCertificate(stateDir) : undefined;
  const { running, close } = await startWorld({ stateDir, certificate });
  const { issueToken, region, apiKey = '' } = running;
  return {
    endpoint: running.url,
    region,
    apiKey,
    tokens: { bo: await issueToken('bo'), root: await issueToken('root', { groups: ['admins'] }) },
    stateDir,
    async close() {
      await close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
