/** A piece of an expression; `at` is for messages. */
export interface Token {
  kind: 'name' | 'value' | 'number' | 'symbol';
  text: string;
  at: number;
}

/** The expression is none that DynamoDB accepts, or none that is understood here. DynamoDB Local then decides. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

const PIECE =
  /\s*(?:(?<name>#?[A-Za-z_][\w-]*|#[\w-]+)|(?<value>:[\w-]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\],.+-]))/y;

/**
 * The pieces of an expression.
 * @throws ExpressionError
 */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const at = PIECE.lastIndex;
    const groups = PIECE.exec(text)?.groups;
    if (groups === undefined) {
      throw new ExpressionError(`not understood: ${text.slice(at, at + 20)}`);
    }
    const [kind, piece] = Object.entries(groups).find(([, found]) => found !== undefined) as [Token['kind'], string];
    tokens.push({ kind, text: piece, at });
  }
  return tokens;
}
