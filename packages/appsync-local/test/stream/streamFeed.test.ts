import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StreamWorld } from './streamApi.ts';

let world: StreamWorld;
beforeEach(() => {
  world = new StreamWorld();
});
afterEach(() => world.close());

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`);
const failOn = (...ids: string[]) => writeFileSync(`${world.notes}.fail`, ids.join());

describe('an event source mapping', () => {
  it('hands committed changes to the function in order, in Lambda’s shape, at most BatchSize at a time', async () => {
    const running = await world.serve({ BatchSize: 3 });
    await world.put(...numbered(10));
    await running.streamIdle();
    expect(world.ids()).toEqual(numbered(10));
    expect(Math.max(...world.batches().map(({ length }) => length))).toBeLessThanOrEqual(3);
    expect(world.batches()[0]?.[0]).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { id: { S: '1' } },
        NewImage: { id: { S: '1' }, size: { N: '1' }, bytes: { B: 'AQI=' } },
        SequenceNumber: expect.any(String),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/Streamed/stream/local',
    });
  });

  it('invokes nothing for what its filters drop', async () => {
    const pattern = { dynamodb: { Keys: { id: { S: [{ prefix: 'a' }] } } } };
    const running = await world.serve({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } });
    await world.put('b1', 'a1', 'b2', 'a2', 'b3');
    await running.streamIdle();
    expect(world.ids()).toEqual(['a1', 'a2']);
  });

  it('waits while the function is throttled, and then goes on in order, giving nothing up', async () => {
    let noteHeld = () => {};
    const isHeld = new Promise<void>((resolve) => {
      noteHeld = resolve;
    });
    const onOutput = (_: string, text: string) => (text.includes('is held') ? noteHeld() : undefined);
    const running = await world.serve(
      { MaximumRetryAttempts: 0, BatchSize: 2 },
      {},
      { onOutput },
      { ReservedConcurrentExecutions: 1, Timeout: 600 },
    );
    const client = new LambdaClient({
      endpoint: new URL(running.url).origin,
      region: running.region,
      credentials: running.credentials,
    });
    const holding = client.send(new InvokeCommand({ FunctionName: 'ApiStack-Listener', Payload: '{"hold":true}' }));
    await isHeld;
    await world.put(...numbered(5));
    expect(world.ids()).toEqual([]);
    writeFileSync(`${world.notes}.release`, '');
    await holding;
    await running.streamIdle();
    expect(world.ids()).toEqual(numbered(5));
    expect(running.deadLetters).toEqual([]);
    client.destroy();
  });

  it('isolates a record that always fails by halving, and sends word of it to the queue', async () => {
    const running = await world.serve({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    });
    failOn('3');
    await world.put(...numbered(6));
    await running.streamIdle();
    expect(running.deadLetters).toHaveLength(1);
    const { queueArn, body } = running.deadLetters[0]!;
    expect(queueArn).toContain('sqs');
    expect(body.requestContext).toMatchObject({
      condition: 'RetryAttemptsExhausted',
      functionArn: expect.stringContaining('Listener'),
    });
    expect(body.DDBStreamBatchInfo).toMatchObject({
      batchSize: 1,
      streamArn: expect.stringContaining('/stream/local'),
      shardId: expect.stringContaining('shardId'),
    });
    expect(body.DDBStreamBatchInfo.startSequenceNumber).toBe(body.DDBStreamBatchInfo.endSequenceNumber);
    expect(new Set(world.ids())).toEqual(new Set(numbered(6)));
  });

  it('repeats only what was reported and all after it', async () => {
    const firstRun = await world.serve({ Enabled: false });
    failOn('3');
    await world.put(...numbered(4));
    const mapping = {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    };
    await firstRun.close();
    const running = await world.serve(mapping, { REPORTS: 'true' });
    await running.streamIdle();
    expect(world.ids()).toEqual([...numbered(4), '3', '4', '3', '4']);
    expect(running.deadLetters[0]?.body.DDBStreamBatchInfo.batchSize).toBe(2);
  });
});

describe('after a restart', () => {
  it('goes on where it was, and delivers what was never acknowledged again', async () => {
    await world.startDatabase();
    const first = await world.serve();
    await world.put('1', '2');
    await first.streamIdle();
    failOn('3');
    await world.put('3', '4');
    await first.close();
    rmSync(`${world.notes}.fail`);
    const before = world.ids().length;
    await world.put('5');
    const second = await world.serve();
    await second.streamIdle();
    expect(new Set(world.ids().slice(before))).toEqual(new Set(['3', '4', '5']));
    expect(world.ids().slice(-3)).toEqual(['3', '4', '5']);
  });

  it('from LATEST nothing older is delivered, but everything after the first start', async () => {
    const first = await world.serve({ StartingPosition: 'LATEST', Enabled: false });
    await world.put('old');
    await first.close();
    const second = await world.serve({ StartingPosition: 'LATEST' });
    await second.close();
    await world.put('while stopped');
    const third = await world.serve({ StartingPosition: 'LATEST' });
    await world.put('new');
    await third.streamIdle();
    expect(world.ids()).toEqual(['while stopped', 'new']);
  });
});

describe('a position that cannot be kept', () => {
  it('stops nothing: what comes is delivered once', async () => {
    // Nothing can be written to a folder, as nothing can to a full disk.
    mkdirSync(join(world.stateDir, 'stream', 'Mapping.json.draft'), { recursive: true });
    const said: string[] = [];
    const faults: unknown[] = [];
    const running = await world.serve(
      {},
      {},
      { onOutput: (source, text) => said.push(`${source}: ${text}`), onFault: (error) => faults.push(error) },
    );
    await world.put(...numbered(3));
    await running.streamIdle();
    expect(world.ids()).toEqual(numbered(3));
    expect(said).toContainEqual(expect.stringMatching(/^stream: position not kept: EISDIR/));
    expect(faults).toEqual([]);
  });
});

describe('a filter pattern that is not emulated', () => {
  it('is refused by name at the start', async () => {
    const refused = world.serve({ FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"wildcard":"*"}]}' }] } });
    await expect(refused).rejects.toThrow('not emulated: {"wildcard":"*"} in a filter pattern');
  });
});
