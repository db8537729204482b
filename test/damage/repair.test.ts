import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES, type RuleName } from '../../lambda/audit/rule/rules.ts';
import { sweepLanes } from '../../lambda/sweepLanes/sweepLanes.ts';
import { startAuditTable, type AuditTable } from '../audit/support/auditTable.ts';
import { PLANTS } from '../audit/support/damages.ts';
import { TABLE_NAMES } from '../lambda/support/startEventTable.ts';

let table: AuditTable;
beforeAll(async () => {
  table = await startAuditTable();
});
afterAll(() => table.close());

const rulesIn = (printed: string) => [...printed.matchAll(/^(\w+\.\w+): /gm)].map(([, rule]) => rule as RuleName);

/** Sweeps the lanes, as the function does every six hours. */
const sweep = () =>
  sweepLanes({
    client: table.client,
    laneTableName: TABLE_NAMES.lane,
    nowMs: () => Date.now(),
    hasTime: () => true,
    swept: () => undefined,
  });

/** What audits with `--repair` leave of it in the end. */
async function repaired(name: string): Promise<{ advised: string[]; left: RuleName[]; exitCode: number }> {
  await PLANTS[name]?.(table.world);
  const before = await table.items();
  await sweep();
  expect(await table.items()).toEqual(before);
  await table.act({ repair: true });
  const stored = [await table.items(), await table.laneItems()];
  const again = await table.act({ repair: true });
  expect([await table.items(), await table.laneItems()]).toEqual(stored);
  const left = rulesIn(again.printed);
  await Promise.all((await table.items()).map((item) => table.world.remove(item)));
  await Promise.all((await table.laneItems()).map((item) => table.world.remove(item)));
  return { advised: left.filter((rule) => RULES[rule].repair !== null), left, exitCode: again.exitCode };
}

describe('npm run audit -- --repair', () => {
  test.each(Object.keys(PLANTS))('mends what it says it mends, or says what else to do: %s', async (name) => {
    const { advised, left, exitCode } = await repaired(name);
    expect(advised).toEqual([]);
    expect(exitCode).toBe(left.length === 0 ? 0 : 1);
  });
});
