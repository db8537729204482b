import { isErrorType } from 'event-registration-client';

/**
 * AppSync's own (docs/reference/appsync.md#calls-that-fail-before-execution, docs/reference/appsync.md#refused-calls,
 * docs/reference/appsync.md#messages, docs/reference/appsync.md#quotas).
 */
const OF_APPSYNC = [
  'UnauthorizedException',
  'UnrecognizedClientException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MalformedHttpRequestException',
  'BadRequestException',
  'RequestEntityTooLargeException',
  'MethodNotAllowedException',
  'QueryDepthLimitReached',
  'ResolverExecutionLimitReached',
  'UnsupportedOperation',
  'DuplicatedOperationError',
  'MaxSubscriptionsReachedError',
];

/**
 * What AppSync says without a type: of documents and variables that the schema refuses, and of values that it could not
 * pass on.
 */
const UNTYPED = [/^Validation error of type /, /^Variable /, /^The variables input contains a field name /];

const LEAKS = [
  /\n\s+at \S+/,
  /node_modules/,
  /file:\/\//,
  /\.(ts|js|mjs):\d+/,
  /\/(work|tmp|home|root|usr|var)\/\w/,
  /AKIA|ASIA/,
  /ECONN|EPIPE|ENOENT/,
  /DynamoDB:|Lambda:/,
  /GraphQLError|TypeError|RangeError|ReferenceError/,
];

/**
 * Whether a text tells of the machine or the inside of the server. `sent` is what it may repeat.
 * @returns what is wrong, if anything
 */
export function judgeText(text: string, sent = ''): string[] {
  return LEAKS.flatMap((pattern) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined || sent.includes(found) ? [] : [`tells too much: ${JSON.stringify(found)}`];
  });
}

/**
 * Checks the errors of an answer: texts, each typed by a name that clients know.
 * @returns what is wrong, if anything
 */
export function judgeErrors(errors: unknown): string[] {
  if (!Array.isArray(errors) || errors.length === 0) {
    return [`errors are no list: ${JSON.stringify(errors)}`];
  }
  return errors.flatMap((error: unknown) => {
    const { message, errorType, path, locations } = (error ?? {}) as Record<string, unknown>;
    const wrong: string[] = [];
    if (typeof message !== 'string' || message === '') {
      wrong.push(`an error without message: ${JSON.stringify(error)}`);
    }
    if (!isKnown(errorType, String(message))) {
      wrong.push(`errorType ${JSON.stringify(errorType)}: ${String(message)}`);
    }
    if (!(path === undefined || path === null || Array.isArray(path))) {
      wrong.push(`a path that is none: ${JSON.stringify(path)}`);
    }
    if (!(locations === undefined || locations === null || Array.isArray(locations))) {
      wrong.push(`locations that are none: ${JSON.stringify(locations)}`);
    }
    return wrong;
  });
}

function isKnown(errorType: unknown, message: string): boolean {
  if (errorType === undefined || errorType === null) {
    return UNTYPED.some((pattern) => pattern.test(message));
  }
  // InternalError would be a bug of ours.
  return (isErrorType(errorType) && errorType !== 'InternalError') || OF_APPSYNC.includes(errorType as string);
}

/** An answer of the GraphQL endpoint that is what it should be. */
export interface Sound {
  data: Record<string, unknown> | null;
  errorTypes: string[];
}

/**
 * Checks an answer of the GraphQL endpoint.
 * @returns what is wrong, or the answer's essence
 */
export function judgeAnswer(status: number, text: string, sent: string): { wrong: string[] } | Sound {
  const wrong = judgeText(text, sent);
  if (status >= 500) {
    wrong.push(`status ${status}`);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { wrong: [...wrong, `no JSON: ${JSON.stringify(text.slice(0, 100))}`] };
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { wrong: [...wrong, `no object: ${text.slice(0, 100)}`] };
  }
  const strange = Object.keys(body).filter((key) => !['data', 'errors'].includes(key));
  if (strange.length > 0) {
    wrong.push(`keys of the answer: ${strange.join(', ')}`);
  }
  const { data, errors } = body as { data?: Record<string, unknown> | null; errors?: { errorType?: string | null }[] };
  if (data === undefined && errors === undefined) {
    wrong.push('neither data nor errors');
  }
  if (data !== undefined && data !== null && (typeof data !== 'object' || Array.isArray(data))) {
    wrong.push('data is no object');
  }
  if (data === null && errors === undefined) {
    wrong.push('no data, and no error that says why');
  }
  if (errors !== undefined) {
    wrong.push(...judgeErrors(errors));
  }
  if (status !== 200 && (errors === undefined || data)) {
    wrong.push(`status ${status} with data or without errors`);
  }
  return wrong.length > 0
    ? { wrong }
    : { data: data ?? null, errorTypes: (errors ?? []).map(({ errorType }) => errorType ?? 'none') };
}
