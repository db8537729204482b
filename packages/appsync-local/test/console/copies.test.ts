import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { asCurl } from '../../src/console/page/copies.ts';
import type { ConsoleSettings } from '../../src/console/settings.ts';
import { loadCertificate } from '../../src/http/certificate.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

const HANDMADE = { schema: 'type Query { who: String }', resolvers: { 'Query.who': handlers('({ payload: "you" })') } };

async function serve(https: boolean) {
  // A name that a shell would take apart.
  const stateDir = join(temporaryDirectory(), "it's state");
  const certificate = https ? await loadCertificate(stateDir) : undefined;
  const api = await serveHandmade(HANDMADE, { stateDir, certificate });
  onTestFinished(() => api.close());
  return { api, certificate };
}

const copyOf = (api: { url: string; apiKey?: string }, caFile?: string) =>
  asCurl(
    api.url,
    { headers: { 'x-api-key': api.apiKey ?? '', 'content-type': 'application/json' }, body: '{"query":"{ who }"}' },
    caFile,
  );

const shell = (command: string) => promisify(execFile)('sh', ['-c', command]);

it('is a command that trusts the server’s own certificate, by what the page is told', async () => {
  const { api, certificate } = await serve(true);
  const ca = readFileSync(certificate?.caFile ?? '');
  const settings = await new Promise<string>((resolve, reject) =>
    get(new URL('/console/settings', api.url), { ca }, (answer) => resolve(text(answer))).on('error', reject),
  );
  const { caFile } = JSON.parse(settings) as ConsoleSettings;
  expect(JSON.parse((await shell(copyOf(api, caFile))).stdout)).toEqual({ data: { who: 'you' } });
  // curl's code for a certificate that it does not trust.
  await expect(shell(copyOf(api))).rejects.toMatchObject({ code: 60 });
});

it('names no certificate where there is none', async () => {
  const { api } = await serve(false);
  const settings = (await (await fetch(new URL('/console/settings', api.url))).json()) as ConsoleSettings;
  expect(settings).not.toHaveProperty('caFile');
  const command = copyOf(api, settings.caFile);
  expect(command).not.toContain('--cacert');
  expect(JSON.parse((await shell(command)).stdout)).toEqual({ data: { who: 'you' } });
});
