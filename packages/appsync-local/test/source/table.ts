import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { dynamoDbSource } from '../../src/source/dynamodb.ts';
import { openSession } from '../iam/sessions.ts';
import { startTables } from '../startTables.ts';
import type { SourceAnswer } from '../../src/source/types.ts';

const tableName = 'Things';

/** A table of its own (PK, SK, index GSI1 the other way round) on the run's DynamoDB Local. */
export async function startThings() {
  const { client, close, ...at } = await startTables(inject('dynamoDbEndpoint'), {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['PK', 'SK'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'GSI1',
        KeySchema: [
          { AttributeName: 'SK', KeyType: 'HASH' },
          { AttributeName: 'PK', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const sourceOf = (tokenSecret: string) =>
    dynamoDbSource({
      ...at,
      accountId: '000000000000',
      tableName,
      session: openSession(),
      tokenSecret: Buffer.from(tokenSecret),
    });
  const source = sourceOf('secret');
  return {
    tableName,
    sourceOf,
    /** Sends a request for Query.things; fails the test on a request fault. */
    async ask(request: object, resolver = 'Query.things'): Promise<SourceAnswer> {
      const answer = await source.invoke(request, { resolver });
      if ('fault' in answer) {
        throw new Error(answer.fault.message);
      }
      return answer;
    },
    invoke: (request: unknown) => source.invoke(request, { resolver: 'Query.things' }),
    put: (item: Record<string, { S: string } | { N: string } | { SS: string[] }>) =>
      client.send(new PutItemCommand({ TableName: tableName, Item: item })),
    stop: close,
  };
}
