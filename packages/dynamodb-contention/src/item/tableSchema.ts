import type { AttributeValue, Item } from './attributeValue.ts';

/** What DescribeTable says that the model needs. */
export interface TableSchema {
  name: string;
  arn: string;
  keys: KeyAttribute[];
  indexes: IndexSchema[];
}

export interface IndexSchema {
  name: string;
  arn: string;
  keys: KeyAttribute[];
  /** All attributes, or those besides the keys of table and index. */
  projected: 'ALL' | string[];
}

/** The partition key comes first. */
export interface KeyAttribute {
  name: string;
  type: 'S' | 'N' | 'B';
}

interface KeySchemaElement {
  AttributeName: string;
  KeyType: string;
}

/** The `Table` of a DescribeTable answer, as far as it is read. */
export interface TableDescription {
  TableName: string;
  TableArn?: string;
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: KeySchemaElement[];
    Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
  }[];
}

export function tableSchema(description: TableDescription): TableSchema {
  const { TableName: name, TableArn: arn = `arn:aws:dynamodb:ddblocal:000000000000:table/${name}` } = description;
  const types = new Map(description.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const keysOf = (schema: KeySchemaElement[]): KeyAttribute[] =>
    [...schema]
      .sort((one, other) => one.KeyType.localeCompare(other.KeyType))
      .map(({ AttributeName }) => ({ name: AttributeName, type: types.get(AttributeName) ?? 'S' }));
  return {
    name,
    arn,
    keys: keysOf(description.KeySchema),
    indexes: (description.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName,
      arn: `${arn}/index/${index.IndexName}`,
      keys: keysOf(index.KeySchema),
      projected: index.Projection.ProjectionType === 'ALL' ? 'ALL' : (index.Projection.NonKeyAttributes ?? []),
    })),
  };
}

/**
 * The key out of an item or a key; null if an attribute is missing, of another type or empty, which DynamoDB refuses.
 */
export function keyOf(schema: { keys: KeyAttribute[] }, item: Item | undefined): Item | null {
  const key: Item = {};
  for (const { name, type } of schema.keys) {
    const value = (item?.[name] as Record<string, string> | undefined)?.[type];
    if (typeof value !== 'string' || value === '') return null;
    key[name] = { [type]: value } as unknown as AttributeValue;
  }
  return key;
}

/** One text per item of all tables. Numeric keys are expected in one spelling. */
export function itemId(schema: TableSchema, key: Item): string {
  return `${schema.name} ${JSON.stringify(schema.keys.map(({ name }) => key[name]))}`;
}

/** One text per partition of a table or an index, for its limits. */
export function partitionId(schema: TableSchema | IndexSchema, item: Item): string {
  return `${schema.arn} ${JSON.stringify(item[schema.keys[0]?.name ?? ''])}`;
}
