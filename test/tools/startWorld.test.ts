import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LocalError } from 'appsync-local';
import { startWorld } from '../../tools/running/startWorld.ts';

it('leaves no database running where the API refuses to start, so that the tool that started it ends', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'refused-start-'));
  await expect(startWorld({ assemblyDir: join(stateDir, 'nowhere'), stateDir })).rejects.toThrow(LocalError);
  // The database is noted here for as long as it runs.
  expect(readdirSync(join(stateDir, 'pids'))).toEqual([]);
  rmSync(stateDir, { recursive: true });
});
