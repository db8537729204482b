import type { RaisedError } from '../resolver/types.ts';

/**
 * An error of a field's resolver; it becomes an error entry with AppSync's six keys
 * (docs/reference/appsync.md#http-answers).
 */
export class ResolverError extends Error {
  override readonly name = 'ResolverError';
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;

  constructor({
    message,
    errorType,
    data,
    errorInfo,
  }: Pick<RaisedError, 'message' | 'errorType'> & Partial<RaisedError>) {
    super(message);
    this.errorType = errorType;
    this.data = data ?? null;
    this.errorInfo = errorInfo ?? null;
  }
}
