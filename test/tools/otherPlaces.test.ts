import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCertificate, noteServer } from 'appsync-local/testing';
import { withApiKey } from '../../tools/frame/api/prove.ts';
import { NoLocalServer } from '../../tools/frame/api/proveLocally.ts';
import { sendTo } from '../../tools/frame/api/sendTo.ts';
import { UsageError } from '../../tools/frame/usageError.ts';
import { locateApi } from '../../tools/running/locateApi.ts';
import { locateDatabase } from '../../tools/running/locateDatabase.ts';
import { startWorld, type World } from '../support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'other-places-'));
const stateDir = join(folder, 'state');
let world: World;
beforeAll(async () => {
  world = await startWorld({ stateDir, certificate: await loadCertificate(stateDir) });
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true });
});

/** Runs a tool by its name, as package.json does. */
async function run(tool: string, ...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['--import', 'tsx', `tools/${tool}.ts`, ...args]).then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
  );
}

/** Each with what it needs beside a server. */
const TOOLS: [tool: string, args: string[]][] = [
  ['demo', []],
  ['simulate', ['--people', '3', '--seconds', '0.1']],
  ['outputs', ['--local', '--out', join(folder, 'amplify_outputs.json')]],
  ['smoke', ['--local']],
  ['audit', ['--settle-seconds', '0']],
];

describe.each(TOOLS)('npm run %s', (tool, args) => {
  it('finds a server at another port, and trusts its certificate', async () => {
    const note = noteServer(stateDir, { url: world.running.url, dynamodb: world.endpoint });
    const { exitCode, stderr } = await run(tool, ...args, '--state-dir', stateDir);
    await note.close();
    expect(world.running.url).toMatch(/^https:/);
    expect({ exitCode, failure: stderr.match(/error:.*/)?.[0] }).toEqual({ exitCode: 0, failure: undefined });
  });
});

describe('locateApi and locateDatabase', () => {
  it('say in one sentence that none runs', async () => {
    const where = { stateDir: join(folder, 'empty') };
    expect(() => locateApi(where)).toThrow(/^No npm start is running with its state in .*empty: start it, .*\.$/);
    expect(await locateDatabase(where)).toBeNull();
  });

  it('say which there are where several run, and take the one that is named', async () => {
    const where = { stateDir: join(folder, 'several') };
    const [one, other] = ['http://localhost:4720/graphql', 'http://localhost:4721/graphql'] as const;
    const notes = [
      noteServer(where.stateDir, { url: other, dynamodb: world.endpoint }),
      noteServer(where.stateDir, { url: one, dynamodb: 'http://127.0.0.1:9' }),
    ];
    const sentence = `2 servers are running here: say which with --url, of ${one}, ${other}`;
    expect(() => locateApi(where)).toThrow(new UsageError(sentence));
    await expect(locateDatabase(where)).rejects.toThrow(new UsageError(sentence));
    expect(locateApi({ ...where, url: other })).toBe(other);
    expect(await locateDatabase({ ...where, url: other })).toMatchObject({ endpoint: world.endpoint });
    expect(await locateDatabase({ ...where, url: 'http://localhost:4722/graphql' })).toBeNull();
    await Promise.all(notes.map((note) => note.close()));
    expect(() => locateApi(where)).toThrow(NoLocalServer);
  });
});

describe('a server with a certificate of its own', () => {
  it('is told as that where its folder is not named, and an address without HTTPS as well', async () => {
    const send = (url: string) => sendTo(url, withApiKey('x'))('{ __typename }');
    await expect(send(world.running.url)).rejects.toThrow('certificate is not to be trusted');
    await expect(send(world.endpoint.replace('http:', 'https:'))).rejects.toThrow('it does not speak HTTPS');
  });
});
