import { join } from 'node:path';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, type DynamoDBStreamsClient, type Shard } from '@aws-sdk/client-dynamodb-streams';
import type { StreamBlueprint } from '../assembly/blueprint.ts';
import { StartError } from '../error/localError.ts';
import type { LambdaOutcome } from '../lambda/lambdaProcess.ts';
import { Checkpoint, type ShardPosition } from './checkpoint.ts';
import { deadLetterOf, type DeadLetter } from './deadLetter.ts';
import { deliverBatch } from './deliverBatch.ts';
import { recordFilter, type RecordFilter } from './filterPattern.ts';
import { ShardPump } from './shardPump.ts';
import { ShardReader } from './shardReader.ts';
import { toStreamRecord } from './streamRecord.ts';

/** What feeds share. */
export interface FeedSettings {
  dynamodb: DynamoDBClient;
  streams: DynamoDBStreamsClient;
  region: string;
  stateDir: string;
  /** Milliseconds between polls of an idle shard. */
  pollMs: number;
  invoke(functionArn: string, event: unknown): Promise<LambdaOutcome>;
  onDeadLetter(letter: DeadLetter): void;
  /** Takes lines about what the feed does. */
  onLog(line: string): void;
  onFault(error: unknown): void;
}

const MAX_BACK_OFF_MS = 10_000;
const CHILD_POLL_MS = 1000;

/**
 * Drives a function from a table's stream, as an event source mapping does: every shard in order, parents before
 * children, at least once.
 */
export class StreamFeed {
  readonly #mapping: StreamBlueprint;
  readonly #settings: FeedSettings;
  readonly #passes: RecordFilter;
  readonly #stopping = new AbortController();
  readonly #pumps = new Map<string, { pump: ShardPump; ended: Promise<void> }>();
  #streamArn = '';
  #checkpoint!: Checkpoint;

  /** Throws AssemblyError for a filter pattern that is not emulated. */
  constructor(mapping: StreamBlueprint, settings: FeedSettings) {
    this.#mapping = mapping;
    this.#settings = settings;
    this.#passes = recordFilter(mapping.filterPatterns);
  }

  /**
   * Finds out where to begin: where the last run ended, or at the mapping's starting position. Throws StartError if the
   * table has no stream.
   */
  async prepare(): Promise<void> {
    const { dynamodb, stateDir } = this.#settings;
    const { tableName, logicalId, startingPosition } = this.#mapping;
    const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
    if (table?.LatestStreamArn === undefined) {
      throw new StartError(`The table ${tableName} has no stream, which ${logicalId} reads.`);
    }
    this.#streamArn = table.LatestStreamArn;
    this.#checkpoint = new Checkpoint(join(stateDir, 'stream', `${logicalId}.json`), this.#streamArn);
    if (!this.#checkpoint.isResumed && startingPosition === 'LATEST') {
      await this.#skipToEnd();
    }
  }

  /** Of the table as it is in this database; known once the feed is prepared. */
  get streamArn(): string {
    return this.#streamArn;
  }

  /** Begins to deliver. */
  async begin(): Promise<void> {
    await this.#startShards();
  }

  /** Resolves when everything committed before the call is handled. */
  async idle(): Promise<void> {
    const known = [...this.#pumps.values()];
    await Promise.all(known.map(({ pump }) => pump.idle()));
    if ([...this.#pumps.values()].some((one) => !known.includes(one))) {
      await this.idle();
    }
  }

  /** Begins nothing new; what is under way fails or ends. */
  stop(): void {
    this.#stopping.abort();
    for (const { pump } of this.#pumps.values()) {
      pump.wake();
    }
  }

  /** Resolves once all is quiet after a stop. */
  async ended(): Promise<void> {
    await Promise.all([...this.#pumps.values()].map(({ ended }) => ended));
  }

  async #shards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const { StreamDescription: page } = await this.#settings.streams.send(
        new DescribeStreamCommand({ StreamArn: this.#streamArn, ExclusiveStartShardId: last }),
        { abortSignal: this.#stopping.signal },
      );
      shards.push(...(page?.Shards ?? []));
      last = page?.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  }

  /** Reads what there is without delivering it: a position that holds from now on, also after a crash. */
  async #skipToEnd(): Promise<void> {
    for (const { ShardId: shardId = '' } of await this.#shards()) {
      const reader = this.#readerOf(shardId, null);
      let after: string | null = null;
      let turn = await reader.next();
      while (turn.records.length > 0 && !turn.isAtEnd) {
        after = turn.records.at(-1)?.dynamodb?.SequenceNumber ?? after;
        turn = await reader.next();
      }
      this.#checkpoint.save(shardId, {
        after: turn.records.at(-1)?.dynamodb?.SequenceNumber ?? after,
        isFinished: turn.isAtEnd,
      });
    }
  }

  /** Starts a pump for every shard that is not finished and whose parent is finished or gone. */
  async #startShards(): Promise<void> {
    const shards = await this.#shards();
    const isDone = (id: string | undefined) =>
      !shards.some(({ ShardId }) => ShardId === id) || this.#checkpoint.positionOf(id ?? '').isFinished;
    for (const { ShardId: shardId = '', ParentShardId: parentId } of shards) {
      if (this.#pumps.has(shardId) || this.#checkpoint.positionOf(shardId).isFinished || !isDone(parentId)) {
        continue;
      }
      const pump = this.#pumpOf(shardId);
      this.#pumps.set(shardId, { pump, ended: pump.run() });
    }
  }

  /** A closed shard has children, which may take a moment to be listed. */
  async #startChildren(shardId: string, pump: ShardPump): Promise<void> {
    await this.#startShards();
    const areListed = async () => (await this.#shards()).some(({ ParentShardId }) => ParentShardId === shardId);
    while (!this.#stopping.signal.aborted && !(await areListed())) {
      await pump.pause(CHILD_POLL_MS);
    }
    await this.#startShards();
  }

  #readerOf(shardId: string, after: string | null): ShardReader {
    return new ShardReader(
      this.#settings.streams,
      { StreamArn: this.#streamArn, ShardId: shardId },
      after,
      this.#stopping.signal,
    );
  }

  #pumpOf(shardId: string): ShardPump {
    const mapping = this.#mapping;
    const { region, pollMs, invoke, onFault } = this.#settings;
    const reader = this.#readerOf(shardId, this.#checkpoint.positionOf(shardId).after);
    const isStopped = () => this.#stopping.signal.aborted;
    const progress = (sequenceNumber: string) => this.#note(shardId, { after: sequenceNumber, isFinished: false });
    const pump: ShardPump = new ShardPump({
      read: () => reader.next(),
      select: (record) => {
        const selected = toStreamRecord(record, region, mapping.streamArn);
        return this.#passes(selected) ? selected : undefined;
      },
      deliver: (batch) =>
        deliverBatch(batch, mapping, {
          invoke: (event) => invoke(mapping.functionArn, event),
          backOff: (retry) => pump.pause(Math.min(MAX_BACK_OFF_MS, pollMs * 2 ** (retry - 1))),
          discard: (records, condition, invokeCount) =>
            this.#discard(deadLetterOf(mapping, shardId, records, condition, invokeCount, Date.now())),
          nowMs: Date.now,
          progress,
          isStopped,
        }),
      progress,
      finished: async () => {
        this.#note(shardId, { ...this.#checkpoint.positionOf(shardId), isFinished: true });
        await this.#startChildren(shardId, pump);
      },
      batchSize: mapping.batchSize,
      batchWindowMs: mapping.batchWindowSeconds * 1000,
      pollMs,
      isStopped,
      onFault,
    });
    return pump;
  }

  /** A position that cannot be kept, for want of space say, is known until the end: the next start delivers again. */
  #note(shardId: string, position: ShardPosition): void {
    try {
      this.#checkpoint.save(shardId, position);
    } catch (error) {
      this.#settings.onLog(`position not kept: ${(error as Error).message}`);
    }
  }

  #discard(letter: DeadLetter): void {
    this.#settings.onLog(`discarded: ${JSON.stringify(letter.body)}`);
    if (this.#mapping.deadLetterQueueArn !== undefined) {
      this.#settings.onDeadLetter(letter);
    }
  }
}
