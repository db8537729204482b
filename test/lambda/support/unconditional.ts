import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Sends what a client deletes without its conditions: for negative controls of these. */
export function withoutConditions(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (commandName.startsWith('Delete')) {
          const { TableName, Key } = args.input as { TableName?: string; Key?: never };
          return next({ ...args, input: { TableName, Key } });
        }
        return next(args);
      },
    { step: 'initialize', priority: 'low' },
  );
  return client;
}
