import { Lexer, Source, TokenKind } from 'graphql';

const OPENING: readonly string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSING: readonly string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/**
 * Whether brackets nest deeper than `limit` within the first `tokens` of a document. Throws graphql-js' GraphQLError
 * for what is no token.
 */
export function nestsDeeperThan(query: string, limit: number, tokens: number): boolean {
  const lexer = new Lexer(new Source(query));
  let depth = 0;
  for (let count = 0; count < tokens && lexer.advance().kind !== TokenKind.EOF; count += 1) {
    const { kind } = lexer.token;
    depth += (OPENING.includes(kind) ? 1 : 0) - (CLOSING.includes(kind) ? 1 : 0);
    if (depth > limit) {
      return true;
    }
  }
  return false;
}
