import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A record of the old table as DynamoDB gives it: numbers keep all their digits, types stay apart. */
export type LegacyRecord = Record<string, AttributeValue>;

/**
 * DynamoDB JSON, as `aws dynamodb put-item --item` takes it: nothing of the record is lost, binaries are base64.
 * @param value an attribute, a record, or any part of one
 */
export function attributeJson(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('base64');
  }
  if (Array.isArray(value)) {
    return value.map(attributeJson);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, attributeJson(part)]));
  }
  return value;
}

/** The key that `attributeJson` wrote. */
export function keyFromJson(json: Record<string, Record<string, string>>): LegacyRecord {
  const parts = Object.entries(json).map(([name, { S, N, B }]): [string, AttributeValue] => {
    if (B !== undefined) return [name, { B: new Uint8Array(Buffer.from(B, 'base64')) }];
    return [name, N === undefined ? { S: S ?? '' } : { N }];
  });
  return Object.fromEntries(parts);
}
