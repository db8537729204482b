import { LocalError } from '../error/localError.ts';

/** A call of EvaluateCode that AppSync refuses before it looks at the code: HTTP 400 in AppSync. */
export class BadRequest extends LocalError {
  override readonly name = 'BadRequestException';
}
