import { describe, expect, it } from 'vitest';
import type { StreamBlueprint } from '../../src/assembly/blueprint.ts';
import type { LambdaOutcome } from '../../src/lambda/lambdaProcess.ts';
import { deliverBatch } from '../../src/stream/deliverBatch.ts';
import type { StreamRecord } from '../../src/stream/streamRecord.ts';

const mapping: StreamBlueprint = {
  logicalId: 'Mapping',
  functionArn: 'arn',
  tableName: 'table',
  streamArn: 'arn',
  startingPosition: 'TRIM_HORIZON',
  batchSize: 100,
  batchWindowSeconds: 0,
  filterPatterns: [],
  bisectsOnError: false,
  reportsItemFailures: false,
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: -1,
};

const record = (sequence: string, createdSeconds = 1_000_000): StreamRecord => ({
  eventID: sequence,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    ApproximateCreationDateTime: createdSeconds,
    Keys: {},
    SequenceNumber: sequence,
    SizeBytes: 1,
    StreamViewType: 'KEYS_ONLY',
  },
  eventSourceARN: 'arn',
});

const done: LambdaOutcome = { payload: 'null' };
const failed: LambdaOutcome = { error: { errorType: 'Error', errorMessage: 'no' } };
const throttled: LambdaOutcome = { error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' } };
const reports = (...identifiers: unknown[]): LambdaOutcome => ({
  payload: JSON.stringify({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) }),
});

/**
 * Delivers records "1", "2", … and notes what happens: "12" is an invocation with the records 1 and 2, "…2" progress up
 * to 2.
 */
async function deliver(
  count: number,
  policy: Partial<StreamBlueprint>,
  answer: (batch: string, turn: number) => LambdaOutcome,
  nowSeconds = 1_000_000,
) {
  const story: string[] = [];
  let turn = 0;
  const records = Array.from({ length: count }, (_, index) => record(`${index + 1}`, 1_000_000 + index * 100));
  const isDone = await deliverBatch(
    records,
    { ...mapping, ...policy },
    {
      invoke: async ({ Records }) => {
        const batch = Records.map(({ eventID }) => eventID).join('');
        story.push(batch);
        turn += 1;
        return answer(batch, turn);
      },
      backOff: async (retry) => void story.push(`wait ${retry}`),
      progress: (sequence) => void story.push(`…${sequence}`),
      discard: (given, condition, invokeCount) =>
        void story.push(`${condition} ${given.map(({ eventID }) => eventID).join('')} ${invokeCount}`),
      isStopped: () => story.includes('stop'),
      nowMs: () => nowSeconds * 1000,
    },
  );
  return { story, isDone };
}

describe('deliverBatch', () => {
  it('is done with one invocation where all goes well', async () => {
    expect(await deliver(3, {}, () => done)).toEqual({ story: ['123', '…3'], isDone: true });
  });

  it('retries a failed batch, backing off more each time', async () => {
    const { story } = await deliver(2, {}, (_, turn) => (turn < 3 ? failed : done));
    expect(story).toEqual(['12', 'wait 1', '12', 'wait 2', '12', '…2']);
  });

  it('gives a batch up after its retries and goes on', async () => {
    const { story, isDone } = await deliver(2, {}, () => failed);
    expect(story.slice(-2)).toEqual(['RetryAttemptsExhausted 12 3', '…2']);
    expect(isDone).toBe(true);
  });

  it('halves a failed batch, which is no retry, down to the record that fails', async () => {
    const { story } = await deliver(4, { bisectsOnError: true, maximumRetryAttempts: 1 }, (batch) =>
      batch.includes('3') ? failed : done,
    );
    expect(story).toEqual([
      '1234',
      '12',
      '…2',
      '34',
      '3',
      'wait 1',
      '3',
      'RetryAttemptsExhausted 3 2',
      '…3',
      '4',
      '…4',
    ]);
  });

  it('retries from the first record that was reported', async () => {
    const { story } = await deliver(4, { reportsItemFailures: true }, (_, turn) =>
      turn === 1 ? reports('4', '3') : done,
    );
    expect(story).toEqual(['1234', '…2', '34', '…4']);
  });

  it('waits and counts where the first record of all was reported', async () => {
    const { story } = await deliver(2, { reportsItemFailures: true, maximumRetryAttempts: 1 }, () => reports('1'));
    expect(story).toEqual(['12', 'wait 1', '12', 'RetryAttemptsExhausted 12 2', '…2']);
  });

  it.each([
    ['an empty one', ''],
    ['null', null],
    ['an unknown one', '9'],
  ])('takes an identifier that is %s as the failure of all', async (_, identifier) => {
    const { story } = await deliver(2, { reportsItemFailures: true }, (__, turn) =>
      turn === 1 ? reports('2', identifier) : done,
    );
    expect(story).toEqual(['12', 'wait 1', '12', '…2']);
  });

  it.each(['null', '{}', '{"batchItemFailures":[]}', '{"batchItemFailures":null}', '""'])(
    'takes the answer %s as success',
    async (payload) => {
      expect((await deliver(1, { reportsItemFailures: true }, () => ({ payload }))).story).toEqual(['1', '…1']);
    },
  );

  it('ignores reports that the mapping does not ask for', async () => {
    expect((await deliver(2, {}, () => reports('1'))).story).toEqual(['12', '…2']);
  });

  it('does not count a throttled call as a retry', async () => {
    const { story } = await deliver(1, { maximumRetryAttempts: 0 }, (_, turn) => (turn < 4 ? throttled : done));
    expect(story).toEqual(['1', 'wait 1', '1', 'wait 2', '1', 'wait 3', '1', '…1']);
  });

  it('gives up records that are too old, and only those', async () => {
    const { story } = await deliver(3, { maximumRecordAgeSeconds: 60 }, () => done, 1_000_000 + 100 + 61 + 60);
    expect(story).toEqual(['RecordAgeExceeded 12 0', '…2', '3', '…3']);
  });

  it('retries for a day where the mapping sets no limit', async () => {
    const { story } = await deliver(1, { maximumRetryAttempts: -1 }, (_, turn) => (turn < 50 ? failed : done));
    expect(story.at(-2)).toBe('1');
    expect((await deliver(1, { maximumRetryAttempts: -1 }, () => done, 1_000_000 + 24 * 3600 + 61)).story[0]).toBe(
      'RecordAgeExceeded 1 0',
    );
  });
});
