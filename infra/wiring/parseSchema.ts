import { GraphQLError, Lexer, parse, Source, TokenKind, type DocumentNode } from 'graphql';

/** What graphql-js says of a definition with a description whose keyword it does not know, at the description. */
const BLAMES_DESCRIPTION = 'Syntax Error: Unexpected description, only';

/**
 * Parses the text of schema.graphql.
 * @throws GraphQLError at the place of the mistake; for a misspelt keyword that is the keyword, not the description
 * before it
 */
export function parseSchema(schemaText: string): DocumentNode {
  const source = new Source(schemaText, 'schema.graphql');
  try {
    return parse(source);
  } catch (error) {
    const isOfKeyword = error instanceof GraphQLError && error.message.startsWith(BLAMES_DESCRIPTION);
    throw isOfKeyword ? atKeyword(source, error) : error;
  }
}

/** The same mistake at the word behind the description that is blamed. */
function atKeyword(source: Source, { positions: [description = 0] = [] }: GraphQLError): GraphQLError {
  const lexer = new Lexer(source);
  while (lexer.token.kind === TokenKind.SOF || lexer.token.start < description) {
    lexer.advance();
  }
  const { value, start } = lexer.lookahead();
  return new GraphQLError(`Syntax Error: Unexpected Name "${value}".`, { source, positions: [start] });
}
