import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { LegacyRecord } from '../rules/attributeJson.ts';
import type { Source } from './scanSegment.ts';

/** An expression has room for this many comparisons; DynamoDB allows 300 operators and 4 KB. */
const COMPARED_ATTRIBUTES = 100;

/**
 * Deletes an old record if it is still as it was read; false if somebody has changed it since. One that is gone already
 * counts as deleted.
 */
export async function deleteUnchanged(source: Source, record: LegacyRecord): Promise<boolean> {
  const compared = Object.entries(record).slice(0, COMPARED_ATTRIBUTES);
  const { [source.key]: key } = record;
  const command = new DeleteItemCommand({
    TableName: source.tableName,
    Key: { [source.key]: key ?? { NULL: true } },
    ConditionExpression: compared.map((_, index) => `#a${index} = :a${index}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(compared.map(([name], index) => [`#a${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(compared.map(([, value], index) => [`:a${index}`, value])),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return source.pace.send(1, async () => {
    try {
      await source.client.send(command);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item === undefined;
      throw error;
    }
  });
}
