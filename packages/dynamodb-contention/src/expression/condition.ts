import type { AttributeValue } from '../item/attributeValue.ts';
import { TokenReader } from './path.ts';
import type { Names, Path } from './path.ts';
import { ExpressionError, tokensOf } from './tokens.ts';

export type Operand = { path: Path } | { value: AttributeValue } | { sizeOf: Operand };
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'in'; operand: Operand; options: Operand[] }
  | { kind: 'exists' | 'notExists'; path: Path }
  | { kind: 'type' | 'beginsWith' | 'contains'; left: Operand; right: Operand };

const COMPARATORS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='];
const FUNCTIONS: Record<string, Condition['kind']> = {
  attribute_exists: 'exists',
  attribute_not_exists: 'notExists',
  attribute_type: 'type',
  begins_with: 'beginsWith',
  contains: 'contains',
};

/**
 * A condition, filter or key condition expression (Developer Guide, "Condition and filter expressions, operators, and
 * functions").
 * @throws ExpressionError for what is not understood, redundant parentheses included
 */
export function parseCondition(
  expression: string,
  names: Names = {},
  values: Record<string, AttributeValue> = {},
): Condition {
  const reader = new TokenReader(tokensOf(expression), names);
  const condition = parseOr(reader, values);
  if (!reader.isAtEnd()) throw new ExpressionError(`${reader.peek()?.text} is one too many`);
  return condition;
}

type Values = Record<string, AttributeValue>;

function parseOr(reader: TokenReader, values: Values): Condition {
  const parts = [parseAnd(reader, values)];
  while (reader.takeIfKeyword('OR')) parts.push(parseAnd(reader, values));
  return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
}

function parseAnd(reader: TokenReader, values: Values): Condition {
  const parts = [parseNot(reader, values)];
  while (reader.takeIfKeyword('AND')) parts.push(parseNot(reader, values));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function parseNot(reader: TokenReader, values: Values): Condition {
  return reader.takeIfKeyword('NOT') ? { kind: 'not', part: parseNot(reader, values) } : parsePrimary(reader, values);
}

function parsePrimary(reader: TokenReader, values: Values): Condition {
  if (reader.takeIfSymbol('(')) {
    if (reader.isSymbol('(') && isClosedAtOnce(reader)) throw new ExpressionError('redundant parentheses');
    const inner = parseOr(reader, values);
    reader.expectSymbol(')');
    return inner;
  }
  const kind = reader.isSymbol('(', 1) ? FUNCTIONS[reader.peek()?.text ?? ''] : undefined;
  return kind === undefined ? parseComparison(reader, values) : parseFunction(reader, kind, values);
}

/** Whether the parenthesis that comes next spans all of the one just opened. */
function isClosedAtOnce(reader: TokenReader): boolean {
  let depth = 0;
  for (let ahead = 0; reader.peek(ahead) !== undefined; ahead += 1) {
    if (reader.isSymbol('(', ahead)) depth += 1;
    if (reader.isSymbol(')', ahead)) depth -= 1;
    if (depth === 0) return reader.isSymbol(')', ahead + 1);
  }
  return false;
}

function parseFunction(reader: TokenReader, kind: Condition['kind'], values: Values): Condition {
  reader.take();
  reader.expectSymbol('(');
  const left = parseOperand(reader, values);
  if (kind === 'exists' || kind === 'notExists') {
    reader.expectSymbol(')');
    if (!('path' in left)) throw new ExpressionError('only a path exists');
    return { kind, path: left.path };
  }
  reader.expectSymbol(',');
  const right = parseOperand(reader, values);
  reader.expectSymbol(')');
  return { kind: kind as 'type' | 'beginsWith' | 'contains', left, right };
}

function parseComparison(reader: TokenReader, values: Values): Condition {
  const operand = parseOperand(reader, values);
  if (reader.takeIfKeyword('BETWEEN')) {
    const low = parseOperand(reader, values);
    if (!reader.takeIfKeyword('AND')) throw new ExpressionError('BETWEEN without AND');
    return { kind: 'between', operand, low, high: parseOperand(reader, values) };
  }
  if (reader.takeIfKeyword('IN')) {
    reader.expectSymbol('(');
    const options = [parseOperand(reader, values)];
    while (reader.takeIfSymbol(',')) options.push(parseOperand(reader, values));
    reader.expectSymbol(')');
    return { kind: 'in', operand, options };
  }
  const { text } = reader.take();
  if (!COMPARATORS.includes(text)) throw new ExpressionError(`${text} is no comparator`);
  return { kind: 'compare', comparator: text as Comparator, left: operand, right: parseOperand(reader, values) };
}

function parseOperand(reader: TokenReader, values: Values): Operand {
  const token = reader.peek();
  if (token?.kind === 'value') {
    reader.take();
    const value = values[token.text];
    if (value === undefined) throw new ExpressionError(`${token.text} stands for nothing`);
    return { value };
  }
  if (token?.text === 'size' && reader.isSymbol('(', 1)) {
    reader.take();
    reader.expectSymbol('(');
    const sizeOf = parseOperand(reader, values);
    reader.expectSymbol(')');
    if ('sizeOf' in sizeOf) throw new ExpressionError('size of a size');
    return { sizeOf };
  }
  return { path: reader.takePath() };
}
