import type { Program } from 'acorn';
import { checkProgram } from './checkProgram.ts';
import { BadCode } from './codeError.ts';
import { parseCode } from './parseCode.ts';
import { sandbox } from './sandbox.ts';
import { findTypeErrors } from './typeErrors.ts';

/** The syntax tree of code that AppSync would save. Throws BadCode with every reason against any other. */
export function readProgram(name: string, code: string): Program {
  const program = parseCode(name, code);
  const found = checkProgram(program, sandbox);
  // The types are asked last: that takes longest.
  const errors = found.length > 0 ? found : findTypeErrors(code);
  if (errors.length > 0) {
    throw new BadCode(name, errors);
  }
  return program;
}
