import {
  DeleteTableCommand,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import pMap from 'p-map';
import { detailsKey, eventKey } from '../../../../domain/keys.ts';
import { scanTable } from '../../../../tools/running/tableContent.ts';

const AT_A_TIME = 8;

/**
 * Takes back what the demo and its migration have made: the old table, and the events that came from it, wholly, so
 * that they can be moved again. An event that somebody is in stays.
 * @param target the new table; null if there is none
 */
export async function clearDemo(
  client: DynamoDBClient,
  source: string,
  target: string | null,
): Promise<{ cleared: number; kept: number }> {
  await client.send(new DeleteTableCommand({ TableName: source })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) {
      throw error;
    }
  });
  const events =
    target === null
      ? []
      : await scanTable<{ eventId: string }>(client, target, {
          FilterExpression: 'migratedFrom.#table = :source',
          ExpressionAttributeNames: { '#table': 'table' },
          ExpressionAttributeValues: { ':source': { S: source } },
        });
  const deletions = await pMap(events, ({ eventId }) => deleteEmpty(client, target!, eventId), {
    concurrency: AT_A_TIME,
  });
  const cleared = deletions.filter((isDeleted) => isDeleted).length;
  return { cleared, kept: events.length - cleared };
}

/** Deletes an event with its description if nobody is in it; says whether it did. */
async function deleteEmpty(client: DynamoDBClient, TableName: string, eventId: string): Promise<boolean> {
  const event = {
    TableName,
    Key: marshall(eventKey(eventId)),
    ConditionExpression: 'currentRegistrations = :none AND waitlistCount = :none',
    ExpressionAttributeValues: { ':none': { N: '0' } },
  };
  const details = { TableName, Key: marshall(detailsKey(eventId)) };
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete: event }, { Delete: details }] }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return false;
    }
    throw error;
  }
}
