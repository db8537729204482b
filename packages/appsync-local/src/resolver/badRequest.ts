import { LocalError } from '../error/localError.ts';

/** A call of EvaluateCode that AppSync refuses before it looks at the code: HTTP 400 in AppSync. */
export class BadRequest extends LocalError {
  constructor(message: string) {
    super(message);
    this.name = 'BadRequestException';
  }
}
