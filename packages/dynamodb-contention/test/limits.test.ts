import { describe, expect, it } from 'vitest';
import { memoryBackend } from '../src/calibration/memoryBackend.ts';
import type { Backend } from '../src/model/backend.ts';
import { startModel } from '../src/model/startModel.ts';
import type { RunningModel } from '../src/model/startModel.ts';
import { virtualTime } from '../src/time/virtualTime.ts';
import type { RequestBody } from '../src/wire/answer.ts';
import { contentOf } from '../src/wire/answer.ts';
import { PROFILES } from '../src/time/profile.ts';

const key = (PK: string) => ({ PK: { S: PK }, SK: { S: 'A' } });
const update = (PK: string): RequestBody => ({
  TableName: 'Memory',
  Key: key(PK),
  UpdateExpression: 'ADD #count :one',
  ExpressionAttributeNames: { '#count': 'count' },
});

/** How many of so many requests a second, evenly in five seconds, succeed per second. */
async function served(
  backend: Backend,
  perSecond: number,
  send: (model: RunningModel, turn: number) => Promise<boolean>,
): Promise<number> {
  const time = virtualTime();
  const model = startModel(backend, time, { seed: 1, profile: PROFILES.calibration });
  const turns = Array.from({ length: perSecond * 5 }, (_, turn) => turn);
  const done = await time.run(() =>
    Promise.all(
      turns.map(async (turn) => {
        await time.pause((turn * 1000) / perSecond);
        return send(model, turn);
      }),
    ),
  );
  return done.filter(Boolean).length / 5;
}

const write = (operation: string, bodyOf: (turn: number) => RequestBody) => async (model: RunningModel, turn: number) =>
  (await model.carryOut({ operation, body: bodyOf(turn), raw: Buffer.alloc(0) }))?.status === 200;

/** The memory table with an index over `SK`, which is the same for all items. */
function withIndex(projected: 'ALL' | string[]): Backend {
  const backend = memoryBackend();
  return {
    ...backend,
    schemaOf: async (name) => {
      const table = await backend.schemaOf(name);
      return (
        table && {
          ...table,
          indexes: [
            { name: 'Index', arn: `${table.arn}/index/Index`, keys: [table.keys[1]!, table.keys[0]!], projected },
          ],
        }
      );
    },
  };
}

describe('one partition', () => {
  it('takes 1,000 plain writes of 1 KB a second, after one second’s worth at once', async () => {
    const perSecond = await served(
      memoryBackend(),
      1500,
      write('UpdateItem', () => update('hot')),
    );
    expect(perSecond).toBeGreaterThan(1150);
    expect(perSecond).toBeLessThan(1210);
  });

  it('leaves others alone', async () => {
    expect(
      await served(
        memoryBackend(),
        1500,
        write('UpdateItem', (turn) => update(`cold ${turn % 2}`)),
      ),
    ).toBe(1500);
  });

  it('takes 3,000 reads a second', async () => {
    const get = { TableName: 'Memory', Key: key('read'), ConsistentRead: true };
    const perSecond = await served(
      memoryBackend(),
      4000,
      write('GetItem', () => get),
    );
    expect(perSecond).toBeGreaterThan(3400);
    expect(perSecond).toBeLessThan(3650);
  });
});

describe('one partition of an index', () => {
  const spread = (turn: number): RequestBody => update(`item ${turn % 50}`);

  it('throttles writes to the table that show in it', async () => {
    const perSecond = await served(withIndex('ALL'), 1500, write('UpdateItem', spread));
    expect(perSecond).toBeGreaterThan(1150);
    expect(perSecond).toBeLessThan(1210);
  });

  it('does not mind counters that it does not show', async () => {
    expect(await served(withIndex(['title']), 1500, write('UpdateItem', spread))).toBe(1500);
  });

  it('throttles transactions by the reason of one action, with the index named', async () => {
    const time = virtualTime();
    const model = startModel(withIndex('ALL'), time, { seed: 1, limits: { writeUnitsPerSecond: 2 } });
    const body = (PK: string): RequestBody => ({
      TransactItems: [{ Put: { TableName: 'Memory', Item: { ...key(PK), title: { S: 'x' } } } }],
    });
    const send = (PK: string) =>
      model.carryOut({ operation: 'TransactWriteItems', body: body(PK), raw: Buffer.alloc(0) });
    const answers = await time.run(async () => [await send('1'), await send('2'), await send('3'), await send('4')]);
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200, 400]);
    expect(contentOf(answers[3]!)).toMatchObject({
      CancellationReasons: [{ Code: 'ThrottlingError', Message: expect.stringContaining('global secondary indexes') }],
    });
    expect(model.counter.read().throttled).toBe(1);
  });
});
