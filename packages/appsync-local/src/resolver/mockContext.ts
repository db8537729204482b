import { BadRequest } from './badRequest.ts';
import type { ResolverContext } from './types.ts';

type Shape = 'object' | 'any';

/**
 * Keys of a made-up context; arguments go by their long name (localstack/appsync-utils, __tests__/resolvers.test.js).
 */
const KEYS: Record<string, Shape> = {
  arguments: 'object',
  source: 'any',
  result: 'any',
  identity: 'object',
  request: 'object',
  info: 'object',
  error: 'object',
  prev: 'object',
  stash: 'object',
  env: 'object',
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the context that EvaluateCode is given and fills in what every resolver finds in it. Throws BadRequest naming
 * the properties that are unknown or no object, in AppSync's words.
 */
export function readMockContext(json: string): ResolverContext {
  const given = parse(json);
  const failed = Object.entries(given)
    .filter(
      ([key, value]) => !Object.hasOwn(KEYS, key) || (KEYS[key] === 'object' && value !== null && !isObject(value)),
    )
    .map(([key]) => `ctx.${key}`);
  if (failed.length > 0) {
    throw new BadRequest(
      `The following properties in your mock context object failed validation: ${failed.join(', ')}`,
    );
  }
  const {
    arguments: args,
    source,
    result,
    identity,
    request,
    info,
    error,
    prev,
    stash,
    env,
  } = given as Record<string, never>;
  return {
    args: args ?? {},
    env: env ?? {},
    identity: identity ?? null,
    source: source ?? null,
    stash: stash ?? {},
    prev: prev ?? null,
    request: Object.assign({ headers: {}, domainName: null }, request),
    info: Object.assign(
      { fieldName: '', parentTypeName: '', variables: {}, selectionSetList: [], selectionSetGraphQL: '' },
      info,
    ),
    ...(result === undefined ? {} : { result }),
    ...(error === undefined || error === null ? {} : { error }),
  };
}

function parse(json: string): Record<string, unknown> {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    throw new BadRequest('The context is no JSON text.');
  }
  if (!isObject(given)) {
    throw new BadRequest('The context is no JSON object.');
  }
  return given;
}
