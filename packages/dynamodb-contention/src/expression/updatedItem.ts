import type { AttributeValue, Item } from '../item/attributeValue.ts';
import type { RequestBody } from '../wire/answer.ts';
import { TokenReader } from './path.ts';
import { ExpressionError, tokensOf } from './tokens.ts';

/**
 * An item after an update. Understands `SET` to values, attributes, `if_not_exists` of them and sums of numbers,
 * `REMOVE`, and `ADD` of numbers, all of attributes at the top.
 * @throws ExpressionError for anything else
 */
export function updatedItem(item: Item, request: RequestBody): Item {
  const { UpdateExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = request;
  const reader = new TokenReader(tokensOf(UpdateExpression), ExpressionAttributeNames);
  const after = { ...item };
  const takeAttribute = (): string => {
    const [name, ...more] = reader.takePath();
    if (more.length > 0) {
      throw new ExpressionError('only attributes at the top are updated');
    }
    return String(name);
  };
  const takeValue = (): AttributeValue | undefined => {
    if (reader.peek()?.kind === 'value') {
      return ExpressionAttributeValues[reader.take().text];
    }
    if (!reader.isKeyword('IF_NOT_EXISTS') || !reader.isSymbol('(', 1)) {
      return item[takeAttribute()];
    }
    reader.take();
    reader.expectSymbol('(');
    const stored = item[takeAttribute()];
    reader.expectSymbol(',');
    const otherwise = takeOperand();
    reader.expectSymbol(')');
    return stored ?? otherwise;
  };
  const takeOperand = (): AttributeValue => {
    const value = takeValue();
    if (value === undefined) {
      throw new ExpressionError('an operand has no value');
    }
    return value;
  };
  const act = (section: string): void => {
    const name = takeAttribute();
    if (section === 'REMOVE') {
      delete after[name];
    } else if (section === 'ADD') {
      after[name] = sum(item[name] ?? { N: '0' }, takeOperand());
    } else if (section === 'SET') {
      reader.expectSymbol('=');
      const value = takeOperand();
      after[name] = reader.takeIfSymbol('+') ? sum(value, takeOperand()) : value;
    } else {
      throw new ExpressionError(`${section} is not understood`);
    }
  };
  while (!reader.isAtEnd()) {
    const section = reader.take().text.toUpperCase();
    do {
      act(section);
    } while (reader.takeIfSymbol(','));
  }
  return after;
}

function sum(one: AttributeValue, other: AttributeValue): AttributeValue {
  if (!('N' in one && 'N' in other)) {
    throw new ExpressionError('only numbers are added');
  }
  return { N: String(Number(one.N) + Number(other.N)) };
}
