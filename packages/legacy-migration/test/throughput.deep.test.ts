import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { legacyRecords } from '../src/demoLegacy/legacyRecords.ts';
import { bareLoop } from './support/bareLoop.ts';
import { startMoveTables, type MoveTables } from './support/tables.ts';

const COUNT = 1_000;
/** Of the whole deep tier; of its share, as many fewer. */
const ROUNDS = Math.ceil(4 / inject('share'));

let tables: MoveTables;
beforeAll(async () => {
  tables = await startMoveTables();
});
afterAll(() => tables.close());

/** Prints, and does not judge, how fast migrating is beside a bare loop: the machine may be busy. The goal is 0.7. */
it('run writes the same items as a bare BatchWriteItem loop, and says how fast beside it', async () => {
  const records = [...legacyRecords(COUNT, inject('seed'))].map(({ record }) => record);
  const [safe, bare] = [[] as number[], [] as number[]];
  const secondsOf = async (work: () => Promise<unknown>) => {
    const startMs = performance.now();
    await work();
    return (performance.now() - startMs) / 1000;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const move = await tables.move(records);
    const other = await tables.move([]);
    bare.push(
      await secondsOf(() =>
        bareLoop(tables.client, move.options.source, other.options.target, new Date().toISOString()),
      ),
    );
    safe.push(await secondsOf(() => move.act('run', { segments: 1 })));
    const [copied, expected] = [await move.newItems(), await other.newItems()].map((items) =>
      items.map(({ PK, SK }) => `${PK} ${SK}`).sort(),
    );
    expect(copied).toEqual(expected);
  }
  const rate = (seconds: number[]) => Math.round(COUNT / Math.min(...seconds));
  console.log(
    `records/s, best of ${ROUNDS}: run ${rate(safe)}, bare BatchWriteItem loop ${rate(bare)}, ratio ${(rate(safe) / rate(bare)).toFixed(2)}`,
  );
});
