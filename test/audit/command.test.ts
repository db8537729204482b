import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../tools/frame/usageError.ts';
import { eventTable } from '../../tools/running/eventTable.ts';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';
import { PLANTS } from './support/damages.ts';

let table: AuditTable;
let empty: string;
beforeAll(async () => {
  empty = mkdtempSync(join(tmpdir(), 'audit-command-'));
  table = await startAuditTable();
  await table.world.eventWith(1, await table.world.users(2));
});
afterAll(async () => {
  table.close();
  rmSync(empty, { recursive: true });
});

/** `npm run audit -- <args>`, in a process of its own. */
function runAudit(...args: string[]): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/audit.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, output })));
}

describe('the command', () => {
  it('audits the table of the DynamoDB Local that a start has noted, if it is told nothing, and exits with 0', async () => {
    const { exitCode, output } = await runAudit('--state-dir', table.stateDir);
    expect(output).toContain('1 event,');
    expect(output).toContain('nothing is wrong');
    expect(exitCode).toBe(0);
  });

  it('exits with 1 and says what to do when something is wrong', async () => {
    await PLANTS['waitlistCount too high']?.(table.world);
    const { exitCode, output } = await runAudit('--endpoint', table.endpoint, '--settle-seconds', '0');
    expect(output).toMatch(/event\.waitlistCount: EVENT#\S+ METADATA: waitlistCount 5, entries 2\n/);
    expect(output).toContain(
      '1 event.waitlistCount: waitlistCount is not the number of waitlist entries; run npm run audit -- --repair',
    );
    expect(exitCode).toBe(1);
    expect((await runAudit('--endpoint', table.endpoint, '--settle-seconds', '0', '--repair')).exitCode).toBe(0);
  });

  it('exits with 2 when it is wrongly called or nothing answers', async () => {
    expect(await runAudit('--rate', 'fast')).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('A number from 1 to 1000000'),
    });
    expect(await runAudit('--state-dir', empty)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining(`No npm start is running with its state in ${empty}: start it`),
    });
  });
});

describe('audit', () => {
  it.each([
    ['a DynamoDB that does not answer', { endpoint: 'http://127.0.0.1:1' }, 'cannot be reached'],
    ['a table that does not exist', { table: 'nowhere' }, 'there is no table nowhere'],
  ])('refuses %s with UsageError', async (_, wrong, message) => {
    const refused = table.act(wrong);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses a table whose index does not hold what it reads', async () => {
    const { GlobalSecondaryIndexes, ...rest } = eventTable('Narrow');
    const narrow = GlobalSecondaryIndexes.map((index) => ({
      ...index,
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    }));
    await table.client.send(new CreateTableCommand({ ...rest, GlobalSecondaryIndexes: narrow }));
    await expect(table.act({ table: 'Narrow' })).rejects.toThrow('is not a table of the API');
  });
});
