import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { INDEXES, keyOf, registrationsOfEvent, type Key } from '../../../domain/keys.ts';
import type { PeopleIndex } from '../work.ts';

/** The inverted index by the AWS SDK's document client. */
export function peopleIndex(client: DynamoDBClient, tableName: () => string): PeopleIndex {
  const documents = DynamoDBDocumentClient.from(client);
  return {
    async registrationsAfter(eventId, after, limit) {
      const { expression, names, values } = registrationsOfEvent(eventId);
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName(),
          IndexName: INDEXES.inverted.name,
          KeyConditionExpression: expression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          Limit: limit,
          ...(after === null ? {} : { ExclusiveStartKey: keyOf(after) }),
        }),
      );
      return (Items as Key[]).map(keyOf);
    },
  };
}
