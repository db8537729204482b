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
 * Where client libraries have what the server said: as it came (`errors`; Relay: below `source`), or wrapped, by urql
 * and Apollo Client 3 (`graphQLErrors`; `networkError`, below it `result`), by graphql-request (`response`), and by
 * what hands a failure on as its own (`error` of a hook's answer, `cause`).
 */
const PLACES = [
  'errors',
  'graphQLErrors',
  'originalError',
  'response',
  'networkError',
  'result',
  'source',
  'error',
  'cause',
] as const;

/** So many are within each other at most: a hook's answer, its error, the errors, and what urql wraps them in. */
const DEPTH = 5;

/**
 * The first error of the API in what was thrown or answered, whichever client library it was by: `fetch` (the body with
 * its `errors`), Amplify, Apollo Client, urql, graphql-request, and what is built on them; subscriptions that were
 * refused included. A call that AppSync has given up after 30 s is `Busy` with outcome `UNKNOWN`. Null for everything
 * else: no connection, an expired token, or a document that the schema refuses.
 */
export function readError(thrown: unknown): ApiError | null {
  const error = find([thrown].flat(), DEPTH);
  return error === null
    ? null
    : ({ ...error, errorInfo: error.errorInfo ?? { retryable: false }, path: error.path ?? [] } as ApiError);
}

/** What is within comes first: a library's own error often repeats its message, and knows no path. */
function find(thrown: readonly unknown[], depth: number): Partial<ApiError> | null {
  for (const one of thrown) {
    if (typeof one === 'object' && one !== null) {
      const within = PLACES.flatMap((place) => (one as Record<string, unknown>)[place] ?? []);
      const error = (depth > 0 ? find(within, depth - 1) : null) ?? said(one);
      if (error !== null) {
        return error;
      }
    }
  }
  return null;
}

function said(error: object): Partial<ApiError> | null {
  const { errorType, message, errorInfo, path } = error as Partial<Record<keyof ApiError, unknown>>;
  if (errorType === 'ExecutionTimeout' || message === 'Execution timed out.') {
    const unknown = {
      retryable: true,
      outcome: 'UNKNOWN',
      retryAfterMs: 5000,
      decidedBy: null,
      clientRequestId: null,
    };
    return { errorType: 'Busy', message, errorInfo: unknown, path } as ApiError;
  }
  return isErrorType(errorType) ? ({ errorType, message, errorInfo, path } as ApiError) : refused(message);
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
