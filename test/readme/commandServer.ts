import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { npmStart, type NpmStart } from '../../tools/running/npmStart.ts';

/** The server for the commands of a page. */
export interface CommandServer {
  /** What `npm start` has printed. */
  readonly output: string;
  /** The same command for this server instead of the one on the usual port. */
  addressed(command: string): string;
}

/**
 * Starts a server before the tests of a file, on a port and with keys of its own and with these options, and ends it
 * after them.
 */
export function startCommandServer(...options: string[]): CommandServer {
  let server: NpmStart;
  let stateDir: string;
  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'event-registration-commands-'));
    server = await npmStart(stateDir, '--in-memory', '--assembly', inject('assemblyDir'), ...options);
  });
  afterAll(async () => {
    await server?.destroy();
    await rm(stateDir, { recursive: true, force: true });
  });
  return {
    get output() {
      return server.output;
    },
    addressed: (command) =>
      command
        .replaceAll('http://localhost:4000/graphql', server.url)
        .replaceAll(/npm run -s token -- \w+/g, (token) => `${token} --state-dir ${stateDir}`)
        .replace(
          /^npm run (demo|simulate)( --)?/,
          (_, script: string) => `npm run -s ${script} -- --url ${server.url} --state-dir ${stateDir}`,
        )
        .replace(/^TOKEN=/, `ENDPOINT=${server.url} TOKEN=`),
  };
}
