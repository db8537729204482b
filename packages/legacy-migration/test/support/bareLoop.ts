import { BatchWriteItemCommand, paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createEvent } from '../../../../domain/event/createEvent.ts';
import { convert } from '../../src/migrate/rules/convert.ts';

const BATCH = 25;

/**
 * The simplest thing that could copy the events: the same items, page by page, in unconditional batches, one after the
 * other. It writes over whatever is there, and starts over after every interruption: what migrating safely is measured
 * against.
 */
export async function bareLoop(client: DynamoDBClient, source: string, target: string, now: string): Promise<void> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: source })) {
    const events = Items.flatMap((record) => convert(record, { sourceKey: 'eventId', mapIds: false }).event ?? []);
    const puts = events
      .flatMap((event) => createEvent(event, now))
      .filter(({ operation }) => operation === 'PutItem')
      .map(({ key, attributes }) => ({ PutRequest: { Item: marshall({ ...key, ...attributes }) } }));
    for (let start = 0; start < puts.length; start += BATCH) {
      await client.send(new BatchWriteItemCommand({ RequestItems: { [target]: puts.slice(start, start + BATCH) } }));
    }
  }
}
