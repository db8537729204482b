/** A call that is refused as a whole, before execution (docs/reference/appsync.md#refused-calls). */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly status: 401 | 403;
  readonly errorType: string;

  constructor(message: string, status: 401 | 403 = 401, errorType = 'UnauthorizedException') {
    super(message);
    this.status = status;
    this.errorType = errorType;
  }
}

/** The texts that AppSync answers a refused call with (docs/reference/appsync.md#refused-calls). */
export const REFUSALS = {
  notAuthorized: 'You are not authorized to make this call.',
  noHeader: 'Valid authorization header not provided.',
  badToken: 'Unable to parse JWT token.',
  expiredToken: 'Token has expired.',
};
