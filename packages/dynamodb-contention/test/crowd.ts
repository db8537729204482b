import { startModel, type ModelOptions } from '../src/model/startModel.ts';
import { seededRandom } from '../src/random.ts';
import { virtualTime } from '../src/time/virtualTime.ts';
import type { RequestBody } from '../src/wire/answer.ts';
import { TABLE_NAME, thingsInMemory } from './table.ts';

/** How people come: so many who register one time after the other, or as many a second at random. */
export type Load = { clients: number } | { perSecond: number };

/** What came out of it; times of those who succeeded in milliseconds, waiting for their next try included. */
export interface Figures {
  okPerSecond: number;
  attemptsPerOk: number;
  p50: number;
  p99: number;
  gaveUp: number;
  /** The stored counter, and how many were told that they succeeded. */
  counted: number;
  acknowledged: number;
}

const PERCENT = 0.01;

/**
 * One hot item under virtual time: everybody registers by a transaction of two actions, a counter and an item of their
 * own, and repeats it on a conflict with full jitter of 25 ms × 2ⁿ up to 1 s, ten attempts in all
 * (docs/reference/dynamodb.md#calibration).
 */
export async function crowd(load: Load, seconds: number, options: ModelOptions): Promise<Figures> {
  const time = virtualTime();
  const backend = thingsInMemory();
  const model = startModel(backend, time, { limits: { writeUnitsPerSecond: Infinity }, ...options });
  const random = seededRandom(options.seed, 'crowd');
  const durations: number[] = [];
  let [attempts, gaveUp, people] = [0, 0, 0];

  const register = async (): Promise<void> => {
    const beganAtMs = time.nowMs();
    const body = registration((people += 1));
    for (let attempt = 0; attempt < 10; attempt += 1) {
      attempts += 1;
      const answer = await model.send('TransactWriteItems', body);
      if (answer?.failure === null) {
        durations.push(time.nowMs() - beganAtMs);
        return;
      }
      if (attempt < 9) {
        await time.pause(random.between(0, Math.min(1000, 25 * 2 ** attempt)));
      }
    }
    gaveUp += 1;
  };
  const client = async (): Promise<void> => {
    while (time.nowMs() < seconds * 1000) {
      await register();
    }
  };
  const arrivals = async (perSecond: number): Promise<void> => {
    const all: Promise<void>[] = [];
    for (;;) {
      await time.pause((-Math.log(1 - random.between(0, 1)) * 1000) / perSecond);
      if (time.nowMs() >= seconds * 1000) {
        break;
      }
      all.push(register());
    }
    await Promise.all(all);
  };
  await time.run(async () => {
    if ('perSecond' in load) {
      await arrivals(load.perSecond);
    } else {
      await Promise.all(Array.from({ length: load.clients }, client));
    }
  });

  durations.sort((one, other) => one - other);
  const [hot] = backend.items().filter((item) => item.count !== undefined);
  return {
    okPerSecond: durations.length / seconds,
    attemptsPerOk: attempts / durations.length,
    p50: durations[Math.floor(durations.length / 2)] ?? NaN,
    p99: durations[Math.floor(durations.length * (1 - PERCENT))] ?? NaN,
    gaveUp: gaveUp / (gaveUp + durations.length),
    counted: Number((hot?.count as { N: string }).N),
    acknowledged: durations.length,
  };
}

function registration(person: number): RequestBody {
  const absent = { ConditionExpression: 'attribute_not_exists(PK)' };
  return {
    TransactItems: [
      {
        Update: {
          TableName: TABLE_NAME,
          Key: { PK: { S: 'EVENT' }, SK: { S: 'METADATA' } },
          UpdateExpression: 'ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
      { Put: { TableName: TABLE_NAME, Item: { PK: { S: `USER ${person}` }, SK: { S: 'EVENT' } }, ...absent } },
    ],
  };
}
