import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { startFaultyDynamoDb } from 'dynamodb-contention';
import { print } from 'graphql';
import { describe, expect, inject, it } from 'vitest';
import { sweep } from '../../../tools/audit/sweep.ts';
import { startWorld } from '../../../tools/running/startWorld.ts';
import { putItems, scanTable, type StoredItem } from '../../../tools/running/tableContent.ts';
import { measureBeside, reportGrowth, type Measured } from '../src/growth.ts';
import type { Results } from '../src/report/writeResults.ts';
import { measureStep, readMeter, type MeteredApi } from '../src/stage/meteredApi.ts';
import { BEFORE } from '../src/wire/before.ts';
import { measureOperations } from '../src/wire/operations.ts';
import { reportOperations } from '../src/wire/wire.ts';

interface Metered extends Omit<MeteredApi, 'close'> {
  /** All that is stored. */
  scan(): Promise<StoredItem[]>;
}

/** What goes on in the background would be counted with whatever is called meanwhile. */
const NEVER_MS = 2 ** 31 - 1;

/** Gives an API of its own with a meter, in this process; its stream is not read. */
async function withMeter<T>(use: (api: Metered) => Promise<T>): Promise<T> {
  const dynamodb = { endpoint: inject('dynamoDbEndpoint') };
  const faulty = await startFaultyDynamoDb({ target: dynamodb.endpoint, seed: 1 });
  const world = await startWorld({
    assemblyDir: inject('assemblyDir'),
    dynamodb,
    inFront: faulty,
    streamPollMs: NEVER_MS,
  });
  const { client, tableName, laneTableName, running } = world;
  const metered = new DynamoDBClient({
    endpoint: faulty.endpoint,
    region: running.region,
    credentials: running.credentials,
  });
  try {
    return await use({
      seed: (actions) =>
        putItems(
          client,
          tableName,
          actions.map(({ key, attributes }) => marshall({ ...key, ...attributes }, { removeUndefinedValues: true })),
        ),
      async call(username, document, variables) {
        faulty.resetStats();
        const as = { username, groups: username === 'root' ? ['admins'] : [] };
        const call = { as, query: print(document), variables: variables as Record<string, unknown> };
        return readMeter(faulty, (await running.execute(call)).body);
      },
      step: (take) => measureStep(faulty, metered, { events: tableName, lane: laneTableName }, take),
      scan: () => scanTable<StoredItem>(client, tableName),
    });
  } finally {
    metered.destroy();
    await world.close();
    await faulty.close();
  }
}

const { parts } = JSON.parse(readFileSync('docs/performance/results.json', 'utf8')) as Results;
const published = (id: string) => parts.find((part) => part.id === id);

describe('Requests and units at the wire', () => {
  it('are of every operation as docs/performance.md says, and no more than before', async () => {
    const { rows, goals } = reportOperations(await withMeter(measureOperations));
    expect(rows).toEqual(published('c')?.rows);
    expect(rows.map(({ operation }) => operation)).toEqual(expect.arrayContaining(Object.keys(BEFORE)));
    expect(goals.filter(({ isMet }) => !isMet)).toEqual([]);
  });

  it('stay the same beside a longer queue of whom many have left, also those of a position', async () => {
    const measured: Measured[] = [];
    for (const length of [100, 500]) {
      await withMeter(async (api) => {
        measured.push(await measureBeside(length, api));
        expect(sweep(await api.scan())).toEqual([]);
      });
    }
    expect(reportGrowth(measured).goals.filter(({ isMet }) => !isMet)).toEqual([]);
  });
});

describe('docs/performance.md', () => {
  it('says what a position costs behind 100,000 people, and that all promises about units are kept', () => {
    expect(Object.keys(published('d')?.rows[0] ?? {})).toContain('100,000 waiting');
    expect([...published('c')!.goals, ...published('d')!.goals].filter(({ isMet }) => !isMet)).toEqual([]);
  });
});
