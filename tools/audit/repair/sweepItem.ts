import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { keyOf, type Key } from '../../../domain/keys.ts';
import type { LaneAudit } from '../../../lambda/audit/auditLanePage.ts';
import type { AnyItem, Finding } from '../../../lambda/audit/rule/finding.ts';
import { judgeLaneItem } from '../../../lambda/audit/rule/judgeLaneItem.ts';
import { RULES } from '../../../lambda/audit/rule/rules.ts';

/** What tells one ticket or lease from a later one under the same key. */
const IDENTITY = ['entityType', 'state', 'deadlineMs', 'untilMs', 'expiresAt'];

/**
 * Deletes an item of the lanes, if it is still wrong in a way that deleting mends, and has not changed in between. A
 * request whose ticket is gone has not been made, and a lease that is gone is free: nobody loses anything by it.
 * @returns what is wrong with the item that is there now
 */
export async function sweepItem(
  client: DynamoDBClient,
  laneTableName: string,
  { reader, clock }: LaneAudit,
  key: Key,
): Promise<{ isSwept: boolean; left: Finding[] }> {
  const item = await reader.get<AnyItem>(key);
  const findings = item === null ? [] : judgeLaneItem(item, clock.nowMs());
  if (item === null || !findings.some(({ rule }) => RULES[rule].repair === 'sweep')) {
    return { isSwept: false, left: findings };
  }
  const isSwept = await deleteUnchanged(client, laneTableName, item);
  return { isSwept, left: isSwept ? [] : findings };
}

async function deleteUnchanged(client: DynamoDBClient, TableName: string, item: AnyItem): Promise<boolean> {
  const stored = IDENTITY.filter((name) => item[name] !== undefined);
  const clauses = IDENTITY.map((name) =>
    item[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
  );
  const deletion = new DeleteCommand({
    TableName,
    Key: keyOf(item),
    ConditionExpression: clauses.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(IDENTITY.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(stored.map((name) => [`:${name}`, item[name]])),
  });
  try {
    await DynamoDBDocumentClient.from(client).send(deletion);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}
