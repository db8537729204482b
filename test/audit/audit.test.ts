import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyText } from '../../lambda/audit/rule/keyText.ts';
import { RULES } from '../../lambda/audit/rule/rules.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { sweep, sweepFindings } from '../../tools/audit/sweep.ts';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';
import { PLANTS, plantAll, REPAIRABLE, textOf } from './support/damages.ts';
import { SWEPT } from './support/laneDamages.ts';
import type { Damage } from './support/plant.ts';

interface JsonReport {
  findings: { rule: keyof typeof RULES; key: { PK: string; SK: string } }[];
  counts: Record<string, number>;
  exitCode: number;
}

const found = (printed: string) =>
  printed
    .split('\n')
    .filter((line) => /^\w+\.\w+: /.test(line))
    .map((line) => line.split(': ').slice(0, 2).join(': '))
    .sort();
const textsOf = (damages: Damage[]) => damages.flatMap(({ rules }) => rules.map(textOf)).sort();
const swept = (items: StoredItem[]) =>
  sweepFindings(items)
    .map(({ rule, key }) => textOf([rule, key]))
    .sort();
const isRepairable = ({ name }: Damage) => name in REPAIRABLE;
const isSwept = ({ name }: Damage) => name in SWEPT;
const ofEvents = (texts: string[]) => texts.filter((text) => !text.startsWith('lane.'));

describe('npm run audit', () => {
  let table: AuditTable;
  let damages: Damage[];
  let printed: string;
  let exitCode: number;
  beforeAll(async () => {
    table = await startAuditTable();
    await table.world.eventWith(3, await table.world.users(5));
    damages = await plantAll(table.world);
    ({ printed, exitCode } = await table.act());
  });
  afterAll(() => table.close());

  it.each(Object.keys(PLANTS))('finds %s', (name) => {
    const { rules } = damages.find((damage) => damage.name === name) ?? { rules: [] };
    expect(rules.length).toBeGreaterThan(0);
    expect(found(printed)).toEqual(expect.arrayContaining(rules.map(textOf)));
  });

  it('finds something by each rule, nothing else, and exits with 1', () => {
    expect(new Set(damages.flatMap(({ rules }) => rules.map(([rule]) => rule)))).toEqual(new Set(Object.keys(RULES)));
    expect(found(printed)).toEqual(textsOf(damages));
    expect(exitCode).toBe(1);
  });

  it('finds what the sweep of the tests finds, by the same rules', async () => {
    expect(swept(await table.items())).toEqual(ofEvents(found(printed)));
  });

  it('changes nothing without --repair, and reports the same in JSON', async () => {
    const [before, lanesBefore] = [await table.items(), await table.laneItems()];
    const report = join(tmpdir(), `audit-${process.pid}.json`);
    await table.act({ report });
    expect([await table.items(), await table.laneItems()]).toEqual([before, lanesBefore]);
    const { findings, counts, exitCode: reported } = JSON.parse(readFileSync(report, 'utf8')) as JsonReport;
    rmSync(report);
    expect(findings.map(({ rule, key }) => textOf([rule, key])).sort()).toEqual(found(printed));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(findings.length);
    expect(reported).toBe(1);
  });

  describe('with --repair', () => {
    let before: StoredItem[];
    let after: StoredItem[];
    let repairing: string;
    let [lanesBefore, lanesAfter]: StoredItem[][] = [[], []];
    beforeAll(async () => {
      before = await table.items();
      lanesBefore = await table.laneItems();
      ({ printed: repairing } = await table.act({ repair: true }));
      after = await table.items();
      lanesAfter = await table.laneItems();
    });

    it('repairs what is safe, and leaves the rest to be found again', async () => {
      const left = textsOf(damages.filter((damage) => !isRepairable(damage) && !isSwept(damage)));
      expect(left.length).toBeGreaterThan(0);
      expect(swept(after)).toEqual(ofEvents(left));
      const again = await table.act({ repair: true });
      expect(found(again.printed)).toEqual(left);
      expect(again.exitCode).toBe(1);
      expect(await table.items()).toEqual(after);
    });

    it('touches no item but those of the events that it repairs', () => {
      const repaired = new Set([...repairing.matchAll(/^repaired: (\S+): /gm)].map(([, eventId]) => eventId));
      const others = (items: StoredItem[]) => items.filter(({ eventId }) => !repaired.has(String(eventId)));
      expect(repaired.size).toBe(damages.filter(isRepairable).length);
      expect(others(after)).toEqual(others(before));
    });

    it('sweeps exactly what is wrong out of the lanes, but what nobody knows', () => {
      const wrong = new Set(damages.filter(isSwept).flatMap(({ rules }) => rules.map(([, key]) => keyText(key))));
      expect(lanesAfter).toEqual(lanesBefore!.filter((item) => !wrong.has(keyText(item))));
      expect(lanesBefore!.length - lanesAfter!.length).toBe(Object.keys(SWEPT).length);
      expect([...repairing.matchAll(/^swept: /gm)]).toHaveLength(Object.keys(SWEPT).length);
    });

    it('lets no entry that it drops decide when people join from now on', () => {
      const { rules } = damages.find(({ name }) => name === 'an entry of nobody in the far future') ?? { rules: [] };
      const event = after.find((item) => keyText(item) === keyText(rules[0]?.[1] ?? { PK: '', SK: '' }));
      expect(event).toMatchObject({ waitlistCount: 1, waitlistTail: expect.stringMatching(/^20[0-8]/) });
    });

    it('takes no registration and no seat from anybody', () => {
      const registrations = (items: StoredItem[]) => items.filter(({ entityType }) => entityType === 'Registration');
      const seats = (items: StoredItem[]) =>
        registrations(items)
          .filter(({ registrationStatus }) => registrationStatus === 'REGISTERED')
          .map(keyText);
      expect(registrations(after).map(keyText)).toEqual(registrations(before).map(keyText));
      expect(seats(after)).toEqual(expect.arrayContaining(seats(before)));
    });
  });
});

describe('a table that the API has written', () => {
  let table: AuditTable;
  beforeAll(async () => {
    table = await startAuditTable();
    await table.world.eventWith(3, await table.world.users(5));
  });
  afterAll(() => table.close());

  it('is clean, and stays as it is with --repair', async () => {
    const before = await table.items();
    expect(await table.act()).toMatchObject({ exitCode: 0, printed: expect.stringContaining('nothing is wrong') });
    expect(await table.act({ repair: true })).toMatchObject({ exitCode: 0 });
    expect(await table.items()).toEqual(before);
  });

  it('is clean again after --repair, if it was damaged in repairable ways only', async () => {
    for (const plant of Object.values({ ...REPAIRABLE, ...SWEPT })) {
      await plant(table.world);
    }
    expect(await table.act({ repair: true })).toMatchObject({
      exitCode: 0,
      printed: expect.stringContaining('nothing is wrong any more'),
    });
    expect(await table.act()).toMatchObject({ exitCode: 0 });
    expect(sweep(await table.items())).toEqual([]);
  });
});

describe('the rules', () => {
  it('have a row each in docs/audit.md', () => {
    const rows = readFileSync('docs/audit.md', 'utf8').replaceAll(/ +/g, ' ').split('\n');
    expect(rows).toEqual(
      expect.arrayContaining(
        Object.entries(RULES).map(
          ([name, { finding, repair, advice }]) => `| \`${name}\` | ${finding} | ${repair ?? '–'} | ${advice} |`,
        ),
      ),
    );
  });
});
