import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

const VALUES = ['Key', 'Item', 'ExpressionAttributeValues'];

/** An action of the document client, `{ Put: { Item: … } }`, with its values in DynamoDB's typed JSON. */
export function typedJson(action: object): TransactWriteItem {
  const members = (request: object) =>
    Object.fromEntries(
      Object.entries(request).map(([name, value]) => [
        name,
        VALUES.includes(name) && value !== undefined ? marshall(value, { removeUndefinedValues: true }) : value,
      ]),
    );
  return Object.fromEntries(Object.entries(action).map(([kind, request]) => [kind, members(request as object)]));
}
