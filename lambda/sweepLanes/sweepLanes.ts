import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import { EXPIRY_ATTRIBUTE, keyOf, TABLE_KEYS, type Key } from '../../domain/keys.ts';

/** Items looked at between two looks at the time. */
const PAGE = 500;
const DELETIONS_AT_ONCE = 16;

/** The time was over before the table was: what is deleted is gone, and another sweep goes on. */
export class SweepUnfinished extends Error {
  override readonly name = 'SweepUnfinished';
}

/** The table of the lanes, and when and until when it is swept. */
export interface Sweep {
  client: DynamoDBClient;
  laneTableName: string;
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Whether there is time for another page. */
  hasTime(): boolean;
  /** Told of each page's deletions. */
  swept(count: number): void;
}

/**
 * Deletes all items of the lanes that have expired, page by page. Each deletion is made only if the item has expired
 * still, so that a ticket that was left anew under the same key stays. It keeps nothing in between: one that was
 * stopped anywhere is gone on with by any other, also by several at once.
 * @returns how many items it has deleted
 * @throws SweepUnfinished when the time is over, or the SDK's error
 */
export async function sweepLanes({ client, laneTableName, nowMs, hasTime, swept }: Sweep): Promise<number> {
  const documents = DynamoDBDocumentClient.from(client);
  let sum = 0;
  let from: Record<string, unknown> | undefined;
  do {
    if (!hasTime()) {
      throw new SweepUnfinished(`The time is over after ${sum} deletions`);
    }
    const expired = {
      ExpressionAttributeNames: { '#expiry': EXPIRY_ATTRIBUTE },
      ExpressionAttributeValues: { ':now': Math.floor(nowMs() / 1000) },
    };
    const page: ScanCommandOutput = await documents.send(
      new ScanCommand({
        TableName: laneTableName,
        Limit: PAGE,
        ProjectionExpression: Object.values(TABLE_KEYS).join(),
        FilterExpression: '#expiry < :now',
        ...expired,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    let deleted = 0;
    const waiting = ((page.Items ?? []) as Key[]).values();
    const deleteOneByOne = async () => {
      for (const item of waiting) {
        const deletion = { TableName: laneTableName, Key: keyOf(item), ConditionExpression: '#expiry < :now' };
        if (await isDone(documents.send(new DeleteCommand({ ...deletion, ...expired })))) {
          deleted += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: DELETIONS_AT_ONCE }, deleteOneByOne));
    sum += deleted;
    swept(deleted);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return sum;
}

/** False: another sweep has deleted it, or it has been left anew. */
async function isDone(deletion: Promise<unknown>): Promise<boolean> {
  try {
    await deletion;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}
