import { BadCode, type CodeError } from './codeError.ts';
import { compileCode } from './compileCode.ts';

/**
 * Every reason why AppSync would not save the code of a resolver or function, in order of place; none if it would. The
 * code is the text that is uploaded: bundled, one module that exports `request` and `response`. What this emulator does
 * not have is among the reasons, which then begin with "not emulated".
 */
export function checkCode(code: string): CodeError[] {
  try {
    compileCode('code', code);
    return [];
  } catch (error) {
    if (error instanceof BadCode) {
      return error.codeErrors;
    }
    throw error;
  }
}
