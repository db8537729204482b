/**
 * What the API refuses, as a discriminated union: `readError` finds it in whatever a client library throws or answers,
 * then a `switch` on `errorType` or a guard such as `isEventFull` tells which it is, and `errorInfo` has the type that
 * goes with it.
 */
import { ERROR_TYPES, type ApiError, type ErrorType } from './errors.generated.ts';

export * from './errors.generated.ts';

/** Whether an `errorType` is one of the API's own; AppSync has others. */
export function isErrorType(errorType: unknown): errorType is ErrorType {
  return ERROR_TYPES.some((type) => type === errorType);
}

/**
 * The first error of the API in what was thrown or answered: by `fetch` (the body with its `errors`), Amplify and
 * Apollo (`errors`), or urql (`graphQLErrors`), subscriptions that were refused included. A call that AppSync has given
 * up after 30 s is `Busy` with outcome `UNKNOWN`. Null for everything else: no connection, an expired token, or a
 * document that the schema refuses.
 */
export function readError(thrown: unknown): ApiError | null {
  const { errors, graphQLErrors } = Object(thrown) as { errors?: unknown; graphQLErrors?: unknown };
  for (const error of [errors, graphQLErrors, thrown].flat()) {
    // urql wraps what the server said; the others hand it on as it is.
    const { errorType, message, errorInfo, path } =
      said(error) ?? said((Object(error) as { originalError?: unknown }).originalError) ?? {};
    if (errorType !== undefined) {
      return { errorType, message, errorInfo: errorInfo ?? { retryable: false }, path: path ?? [] } as ApiError;
    }
  }
  return null;
}

function said(error: unknown): Partial<ApiError> | null {
  const { errorType, message, path } = Object(error) as Partial<Record<keyof ApiError, unknown>>;
  if (errorType === 'ExecutionTimeout' || message === 'Execution timed out.') {
    const errorInfo = {
      retryable: true,
      outcome: 'UNKNOWN',
      retryAfterMs: 5000,
      decidedBy: null,
      clientRequestId: null,
    };
    return { errorType: 'Busy', message, errorInfo, path } as ApiError;
  }
  return isErrorType(errorType) ? (error as ApiError) : refused(message);
}

/** What Apollo's AppSync link and Amplify say of a subscription that the API has refused: its answer, as text. */
const REFUSED = 'Connection failed: {';

function refused(message: unknown): ApiError | null {
  if (typeof message !== 'string' || !message.startsWith(REFUSED)) {
    return null;
  }
  try {
    return readError(JSON.parse(message.slice(REFUSED.length - 1)));
  } catch {
    return null;
  }
}
