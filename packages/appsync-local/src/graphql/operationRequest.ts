import { nestsDeeperThan } from './jsonNesting.ts';
import { DocumentRefused, type OperationRequest } from './prepareOperation.ts';

/**
 * Reads the JSON body of a GraphQL call; what its content type says does not matter
 * (docs/reference/appsync.md#http-requests). Throws DocumentRefused for an empty body, and for anything but an object
 * with a `query` (docs/reference/appsync.md#calls-that-fail-before-execution).
 */
export function readOperationRequest(body: string): OperationRequest {
  if (body.trim() === '') {
    throw new DocumentRefused('Request body is empty.');
  }
  const { query, variables, operationName } = parseObject(body);
  if (typeof query !== 'string' || query.trim() === '') {
    throw unparsable();
  }
  if (!isAbsent(variables) && !isObject(variables)) {
    throw unparsable();
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw unparsable();
  }
  return {
    query,
    variables: isObject(variables) ? variables : {},
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : null,
  };
}

/** As deep as AppSync's JSON reader goes by default (Jackson, StreamReadConstraints). */
const MAX_JSON_NESTING = 1000;

function parseObject(body: string): Record<string, unknown> {
  if (nestsDeeperThan(body, MAX_JSON_NESTING)) {
    throw unparsable();
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw unparsable();
  }
  if (!isObject(parsed)) {
    throw unparsable();
  }
  return parsed;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function unparsable(): DocumentRefused {
  return new DocumentRefused('Unable to parse GraphQL query.');
}
