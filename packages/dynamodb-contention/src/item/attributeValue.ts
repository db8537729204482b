/** A value as it is on the wire; binary is base64. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: AttributeValue[] }
  | { M: Item };

export type Item = Record<string, AttributeValue>;

export type ValueType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** The type and what is inside. */
export function open(value: AttributeValue): [ValueType, unknown] {
  const [entry] = Object.entries(value);
  return (entry ?? ['NULL', true]) as [ValueType, unknown];
}
