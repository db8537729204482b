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

/** By number and not by name, which would take most of the time: one group for each kind. */
const PIECE = /\s*(?:(#?[A-Za-z_][\w-]*|#[\w-]+)|(:[\w-]+)|(\d+)|(<>|<=|>=|[=<>()[\],.+-]))/y;
const KINDS: Token['kind'][] = ['name', 'value', 'number', 'symbol'];

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
    const found: (string | undefined)[] | null = PIECE.exec(text);
    if (found === null) {
      throw new ExpressionError(`not understood: ${text.slice(at, at + 20)}`);
    }
    const group = found.findIndex((piece, index) => index > 0 && piece !== undefined);
    tokens.push({ kind: KINDS[group - 1]!, text: found[group]!, at });
  }
  return tokens;
}
