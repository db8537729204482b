import { open, type AttributeValue, type Item } from './attributeValue.ts';

/** Bytes of an item as DynamoDB counts them (Developer Guide, "DynamoDB item sizes and formats"); 0 for none. */
export function itemSize(item: Item | null): number {
  return Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  const [type, content] = open(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'N':
      return numberSize(content as string);
    case 'B':
      return Buffer.byteLength(content as string, 'base64');
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
      return sum((content as string[]).map((text) => Buffer.byteLength(text)));
    case 'NS':
      return sum((content as string[]).map(numberSize));
    case 'BS':
      return sum((content as string[]).map((text) => Buffer.byteLength(text, 'base64')));
    case 'L':
      return 3 + sum((content as AttributeValue[]).map((element) => 1 + valueSize(element)));
    case 'M':
      return 3 + Object.keys(content as Item).length + itemSize(content as Item);
  }
}

/** About one byte for two significant digits, one more, and one for a sign. */
function numberSize(text: string): number {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
