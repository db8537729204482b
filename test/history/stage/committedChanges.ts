import { randomUUID } from 'node:crypto';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { readChange, type Change } from '../../../lambda/publishChanges/readChange.ts';
import type { World } from '../../support/world.ts';

/** Begins the key of an item that is written only to see in the stream that all before it has come. */
const MARKER = 'MARKER#';

/** Changes of a table, as its stream tells them to the function that reads it. */
export interface CommittedChanges {
  /** All that was committed of an event and its registrations before this call, oldest first. */
  of(eventId: string): Promise<Change[]>;
  close(): void;
}

/** Reads the stream of a world's table beside all else that may read it. */
export function committedChanges({ endpoint, client, documents, tableName, running }: World): CommittedChanges {
  const streams = new DynamoDBStreamsClient({ endpoint, region: running.region, credentials: running.credentials });
  const byEvent = new Map<string, Change[]>();
  const seenMarkers = new Set<string>();
  /** Where to go on in each shard; null at the end of one that is closed. */
  const iterators = new Map<string, string | null>();

  const findShards = async (): Promise<void> => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const StreamArn = Table?.LatestStreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId !== undefined && !iterators.has(ShardId)) {
        const place = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
        const { ShardIterator = null } = await streams.send(new GetShardIteratorCommand(place));
        iterators.set(ShardId, ShardIterator);
      }
    }
  };
  const take = (record: DynamoDBRecord): void => {
    const change = readChange(record);
    const key = record.dynamodb?.Keys?.PK?.S ?? '';
    if (key.startsWith(MARKER)) {
      seenMarkers.add(key);
    } else if (change !== null && change.kind !== 'user') {
      const { eventId = '' } = change.after ?? change.before ?? {};
      byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), change]);
    }
  };
  const readOn = async (): Promise<void> => {
    await findShards();
    for (const [shardId, ShardIterator] of iterators) {
      if (ShardIterator !== null) {
        const { Records = [], NextShardIterator = null } = await streams.send(new GetRecordsCommand({ ShardIterator }));
        iterators.set(shardId, NextShardIterator);
        Records.forEach((record) => take(record as DynamoDBRecord));
      }
    }
  };
  return {
    async of(eventId) {
      const marker = { PK: `${MARKER}${randomUUID()}`, SK: 'MARKER' };
      await documents.send(new PutCommand({ TableName: tableName, Item: marker }));
      while (!seenMarkers.has(marker.PK)) {
        await readOn();
      }
      seenMarkers.delete(marker.PK);
      await documents.send(new DeleteCommand({ TableName: tableName, Key: marker }));
      return byEvent.get(eventId) ?? [];
    },
    close: () => streams.destroy(),
  };
}
