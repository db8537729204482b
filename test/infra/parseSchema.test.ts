import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseSchema } from '../../infra/wiring/parseSchema.ts';

/** What is wrong in a schema, with its place, as it is printed. */
function mistakeIn(schema: string): string | undefined {
  try {
    parseSchema(schema);
  } catch (error) {
    expect(error).toBeInstanceOf(GraphQLError);
    return String(error);
  }
  return undefined;
}

describe('a mistake in the schema is told with its line', () => {
  it.each([
    ['a keyword below a description', 'type Query { a: Int }\n"""\nText.\n"""\ntyp Event {\n', 'Name "typ"', '5:1'],
    ['one below a description and a comment', '"Text."\n# More.\n  typ Event { a: Int }', 'Name "typ"', '3:3'],
    ['a keyword', 'type Query { a: Int }\ntyp Event {\n', 'Name "typ"', '2:1'],
    ['a field', '"Text."\ntype Query {\n  "Text."\n  a Int\n}', 'found Name "Int"', '4:5'],
    ['a description of a description', '"Text."\n"More."\ntype Query { a: Int }', 'Unexpected String', '2:1'],
    ['a description of nothing', 'type Query { a: Int }\n"Text."\n', '<EOF>', '3:1'],
    ['what is no token', '"Text."\ntype Query { a: Int }\n^', 'Unexpected character: "^"', '3:1'],
    ['a string without end', '"Text."\ntype Query { a: Int }\n"Text', 'Unterminated string', '3:6'],
  ])('%s', (_what, schema, said, place) => {
    const mistake = mistakeIn(schema);
    expect(mistake).toContain(said);
    expect(mistake).toContain(`schema.graphql:${place}`);
  });

  it('unless there is none', () => expect(mistakeIn('"Text."\ntype Query { a: Int }')).toBeUndefined());
});
