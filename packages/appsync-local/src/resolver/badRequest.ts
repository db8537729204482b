/** A call of EvaluateCode that AppSync refuses before it looks at the code: HTTP 400 in AppSync. */
export class BadRequest extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadRequestException';
  }
}
