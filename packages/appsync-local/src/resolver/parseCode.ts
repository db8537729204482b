import { parse, type Program } from 'acorn';
import { BadCode } from './codeError.ts';

/** Reference 1.7: characters per resolver or function, after bundling, source map included. */
const maximumCharacters = 32_768;

/** The syntax tree of an uploaded text; throws BadCode when it is too long or no ECMAScript module. */
export function parseCode(name: string, code: string): Program {
  if (code.length > maximumCharacters) {
    const value = `code has ${code.length} characters, at most ${maximumCharacters} are allowed`;
    throw new BadCode(name, [{ errorType: 'LINT_ERROR', value, line: 1, column: 1, span: code.length }]);
  }
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true, ranges: true });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc: { line: number; column: number } };
    const value = message.replace(/ \(\d+:\d+\)$/, '');
    throw new BadCode(name, [{ errorType: 'PARSER_ERROR', value, line: loc.line, column: loc.column + 1, span: 1 }]);
  }
}
