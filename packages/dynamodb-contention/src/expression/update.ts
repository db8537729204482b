import { TokenReader, type Names } from './path.ts';
import { ExpressionError, tokensOf } from './tokens.ts';

/** What an update expression can change, without carrying it out. */
export interface UpdateScope {
  /** Attributes of the item that it writes or removes, or parts of them. */
  attributes: Set<string>;
  /** Whether it copies from one place to another, so that the item may grow by more than the request's values. */
  copies: boolean;
}

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'];

/**
 * Reads an update expression from left to right.
 * @throws ExpressionError
 */
export function updateScope(expression: string, names: Names = {}): UpdateScope {
  const reader = new TokenReader(tokensOf(expression), names);
  const scope: UpdateScope = { attributes: new Set(), copies: false };
  while (!reader.isAtEnd()) {
    const section = reader.take().text.toUpperCase();
    if (!SECTIONS.includes(section)) {
      throw new ExpressionError(`${section} is no section of an update`);
    }
    do {
      const target = reader.takePath();
      scope.attributes.add(String(target[0]));
      skipOperands(reader, (path) => (scope.copies ||= path !== JSON.stringify(target)));
    } while (reader.takeIfSymbol(','));
  }
  return scope;
}

/** Up to the comma or the section that ends an action; calls for every path on the way. */
function skipOperands(reader: TokenReader, onPath: (path: string) => void): void {
  let depth = 0;
  while (!reader.isAtEnd()) {
    if (depth === 0 && (reader.isSymbol(',') || SECTIONS.some((section) => reader.isKeyword(section)))) {
      return;
    }
    const isCall = reader.peek()?.kind === 'name' && reader.isSymbol('(', 1);
    if (reader.peek()?.kind === 'name' && !isCall) {
      onPath(JSON.stringify(reader.takePath()));
      continue;
    }
    const { text } = reader.take();
    if (text === '(') {
      depth += 1;
    }
    if (text === ')') {
      depth -= 1;
    }
  }
}
