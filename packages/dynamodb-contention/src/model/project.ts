import { TokenReader } from '../expression/path.ts';
import { ExpressionError, tokensOf } from '../expression/tokens.ts';
import type { Item } from '../item/attributeValue.ts';
import type { RequestBody } from '../wire/answer.ts';

/** An item as a read returns it. Undefined where the projection reaches into attributes, which is not imitated. */
export function project(item: Item | null, request: RequestBody): Item | null | undefined {
  const names = projectedNames(request);
  if (names === undefined || item === null) return names === undefined ? undefined : null;
  return names === 'ALL' ? item : Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

function projectedNames({
  ProjectionExpression: expression,
  ExpressionAttributeNames,
  AttributesToGet,
}: RequestBody): string[] | 'ALL' | undefined {
  if (expression === undefined) return AttributesToGet ?? 'ALL';
  try {
    const reader = new TokenReader(tokensOf(expression), ExpressionAttributeNames ?? {});
    const paths = [reader.takePath()];
    while (reader.takeIfSymbol(',')) paths.push(reader.takePath());
    return paths.every((path) => path.length === 1) ? paths.map(([name]) => String(name)) : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
