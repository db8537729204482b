import type { Item } from '../item/attributeValue.ts';
import type { TableSchema } from '../item/tableSchema.ts';
import type { WireAnswer, Call, RequestBody } from '../wire/answer.ts';

/** Where the data is. It carries out every request at once and alone. */
export interface Backend {
  /** @param changed in place of the call's own body */
  forward(call: Call, changed?: RequestBody): Promise<WireAnswer>;
  /** As it is now; null if there is none. */
  readItem(table: TableSchema, key: Item): Promise<Item | null>;
  /** Null if there is no such table. */
  schemaOf(tableName: string): Promise<TableSchema | null>;
}
