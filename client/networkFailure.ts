/** Whether a call has got no answer of the API, as the known client libraries say it. */

/** What `fetch` says where there is no connection, or it is lost: Node, Chromium, Firefox, Safari, React Native. */
const FETCH_MESSAGES = [
  'fetch failed',
  'terminated',
  'Failed to fetch',
  'network error',
  'NetworkError when attempting to fetch resource.',
  'Load failed',
  'The network connection was lost.',
  'The Internet connection appears to be offline.',
  'Network request failed',
];

/** How AppSync, or what stands before it, says that it is overtaxed. */
const PASSING_STATUSES = [429, 500, 502, 503, 504];

/**
 * Whether trying again may help, although the API has said nothing: no connection, a time-out, or an answer of the
 * servers before it. What a program does wrong is none of these.
 */
export function isNetworkFailure(thrown: unknown): boolean {
  const { name, message, statusCode, networkError, errors, response } = Object(thrown) as Record<string, unknown>;
  const { status } = Object(response) as { status?: unknown };
  return (
    (name === 'TypeError' && FETCH_MESSAGES.includes(String(message))) ||
    // A time-out of `AbortSignal.timeout`, and what Amplify makes of a failed fetch.
    name === 'TimeoutError' ||
    name === 'NetworkError' ||
    // Something else than JSON, as gateways answer.
    name === 'SyntaxError' ||
    // Apollo Client's `ServerError` and `appSyncTransport`; graphql-request's `ClientError` and urql.
    PASSING_STATUSES.includes(Number(statusCode ?? status)) ||
    // Wrapped: by urql and older Apollo Clients; by Amplify.
    (networkError !== undefined && networkError !== null && isNetworkFailure(networkError)) ||
    (Array.isArray(errors) && errors.some((error) => isWrapped(error)))
  );
}

/** Amplify shows every failure as an error of GraphQL, with what was thrown within; AppSync says status 429 as one. */
function isWrapped(error: unknown): boolean {
  const { errorType, originalError } = Object(error) as { errorType?: unknown; originalError?: unknown };
  const isThrown = originalError !== undefined && originalError !== null;
  return errorType === 'TooManyRequestsException' || (isThrown && isNetworkFailure(originalError));
}
