import { open } from '../item/attributeValue.ts';
import type { AttributeValue, Item } from '../item/attributeValue.ts';
import { ExpressionError } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Attribute names and list positions, the attribute of the item first. */
export type Path = (string | number)[];

export type Names = Record<string, string>;

/** Reads tokens from left to right. */
export class TokenReader {
  private next = 0;
  constructor(
    private readonly tokens: Token[],
    private readonly names: Names,
  ) {}

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.next + ahead];
  }

  take(): Token {
    const token = this.tokens[this.next];
    if (token === undefined) throw new ExpressionError('the expression ends too early');
    this.next += 1;
    return token;
  }

  isAtEnd(): boolean {
    return this.next >= this.tokens.length;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'symbol' && token.text === text;
  }

  /** Keywords may be written small. */
  isKeyword(text: string): boolean {
    const token = this.peek();
    return token?.kind === 'name' && token.text.toUpperCase() === text;
  }

  takeIfSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.next += 1;
    return true;
  }

  takeIfKeyword(text: string): boolean {
    if (!this.isKeyword(text)) return false;
    this.next += 1;
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeIfSymbol(text))
      throw new ExpressionError(`${text} is missing before ${this.peek()?.text ?? 'the end'}`);
  }

  takePath(): Path {
    const path: Path = [this.takeName()];
    for (;;) {
      if (this.takeIfSymbol('.')) {
        path.push(this.takeName());
      } else if (this.takeIfSymbol('[')) {
        path.push(Number(this.take().text));
        this.expectSymbol(']');
      } else {
        return path;
      }
    }
  }

  private takeName(): string {
    const { kind, text } = this.take();
    if (kind !== 'name') throw new ExpressionError(`${text} is no attribute`);
    if (!text.startsWith('#')) return text;
    const name = this.names[text];
    if (name === undefined) throw new ExpressionError(`${text} stands for nothing`);
    return name;
  }
}

/** The value at a path, undefined if there is none. */
export function valueAt(item: Item | null, path: Path): AttributeValue | undefined {
  return path.reduce<AttributeValue | undefined>(stepInto, { M: item ?? {} });
}

function stepInto(value: AttributeValue | undefined, step: string | number): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const [type, content] = open(value);
  if (typeof step === 'number') return type === 'L' ? (content as AttributeValue[])[step] : undefined;
  return type === 'M' && Object.hasOwn(content as Item, step) ? (content as Item)[step] : undefined;
}
