import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { eventOfKey, eventsOfOrganizer, INDEXES, type Key } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { OrganizerIndex } from '../work.ts';

/** The index of events by organizer, by the AWS SDK's document client. */
export function organizerIndex(client: DynamoDBClient, tableName: () => string): OrganizerIndex {
  const documents = DynamoDBDocumentClient.from(client);
  return {
    async eventsOf(organizer, from) {
      const { expression, names, values } = eventsOfOrganizer(organizer, null, null);
      const { Items = [], LastEvaluatedKey: next = null } = await documents.send(
        new QueryCommand({
          TableName: tableName(),
          IndexName: INDEXES.eventsByOrganizer.name,
          KeyConditionExpression: expression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          Limit: LIMITS.pageMax,
          ...(from === null ? {} : { ExclusiveStartKey: from }),
        }),
      );
      return { eventIds: (Items as Key[]).map(eventOfKey), next };
    },
  };
}
