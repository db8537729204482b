import type { Program } from 'acorn';
import { checkProgram } from './checkProgram.ts';
import { BadCode, type CodeError } from './codeError.ts';
import { parseCode } from './parseCode.ts';
import { sandbox } from './sandbox.ts';
import { findTypeErrors } from './typeErrors.ts';

/**
 * Every reason why AppSync would not save the code of a resolver or function, in order of place; none if it would. The
 * code is the text that is uploaded: bundled, one module that exports `request` and `response`. What this emulator does
 * not have is among the reasons, which then begin with "not emulated".
 */
export function checkCode(code: string): CodeError[] {
  try {
    readProgram('code', code);
    return [];
  } catch (error) {
    if (error instanceof BadCode) {
      return error.codeErrors;
    }
    throw error;
  }
}

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
