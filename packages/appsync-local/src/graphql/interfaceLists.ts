import { GraphQLError, Lexer, Source, TokenKind, type Token } from 'graphql';

/** What begins a definition, after a type that has no fields. */
const KEYWORDS = new Set(['type', 'interface', 'input', 'enum', 'union', 'scalar', 'directive', 'schema', 'extend']);

/**
 * Writes the older `implements I, J` as `implements I & J` (docs/reference/appsync.md#schema-language), which is all
 * that graphql-js reads. Lines stay where they are. A text that is no sequence of tokens is left to the parser.
 */
export function joinInterfaceLists(sdl: string): string {
  try {
    return interfacesBeforeOthers(new Lexer(new Source(sdl))).reduceRight(
      (text, { end }) => `${text.slice(0, end)} &${text.slice(end)}`,
      sdl,
    );
  } catch (error) {
    if (error instanceof GraphQLError) {
      return sdl;
    }
    throw error;
  }
}

/** The interfaces that another one follows without an ampersand. */
function interfacesBeforeOthers(lexer: Lexer): Token[] {
  const found: Token[] = [];
  let depth = 0;
  let isList: boolean = false;
  let [definition, name]: (Token | undefined)[] = [];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    depth += token.kind === TokenKind.BRACE_L ? 1 : token.kind === TokenKind.BRACE_R ? -1 : 0;
    const isInterface: boolean = isList && token.kind === TokenKind.NAME && !KEYWORDS.has(token.value);
    if (isInterface && name?.kind === TokenKind.NAME && name.value !== 'implements') {
      found.push(name);
    }
    const begins: boolean =
      depth === 0 && token.value === 'implements' && ['type', 'interface'].includes(definition?.value ?? '');
    isList = begins || isInterface || (isList && token.kind === TokenKind.AMP);
    [definition, name] = [name, token];
  }
  return found;
}
