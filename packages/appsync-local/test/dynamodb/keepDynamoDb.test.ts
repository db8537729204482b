import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keepDynamoDb } from '../../src/dynamodb/keepDynamoDb.ts';
import { commandLineOf } from '../../src/dynamodb/runningProcess.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

/** Starts one, and kills it; answers what its keeper has told by the time that nobody answers, or it answers again. */
async function toldOfAKill(isStopping: boolean): Promise<string[]> {
  const stateDir = temporaryDirectory();
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(what);
  const events = { onEnded: tell('ended'), onStartedAgain: tell('started again'), onFailed: tell('failed') };
  const stopping = new AbortController();
  const kept = await keepDynamoDb({ stateDir, inMemory: true }, events, stopping.signal);
  const [file = ''] = readdirSync(join(stateDir, 'pids'));
  const { pid } = JSON.parse(readFileSync(join(stateDir, 'pids', file), 'utf8')) as { pid: number };
  if (isStopping) {
    stopping.abort();
  }
  process.kill(pid, 'SIGKILL');
  while (commandLineOf(pid) !== undefined || (!isStopping && !told.includes('started again'))) {
    await sleep(20);
  }
  await kept.close();
  return told;
}

it('starts again what was killed, and says so', async () => {
  expect(await toldOfAKill(false)).toEqual(['ended', 'started again']);
});

it('says and starts nothing when it ends while its server stops', async () => {
  expect(await toldOfAKill(true)).toEqual([]);
});
