import {
  getNamedType,
  isCompositeType,
  isObjectType,
  isInterfaceType,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { ResolverError } from './resolverError.ts';
import { UnserializableValue } from './scalar/defineScalar.ts';

/** A place in the query, as AppSync writes it. */
export interface ResponseLocation {
  line: number;
  column: number;
  sourceName: null;
}

/**
 * One entry of `errors`: six keys from resolvers, three from everything else (docs/reference/appsync.md#http-answers).
 */
export interface ResponseError {
  path: readonly (string | number)[] | null;
  data?: unknown;
  errorType?: string | null;
  errorInfo?: unknown;
  locations: ResponseLocation[] | null;
  message: string;
}

/** An error entry with the six keys of a resolver error. */
export function resolverErrorEntry(
  error: Pick<ResolverError, 'message' | 'errorType' | 'data' | 'errorInfo'>,
  path: ResponseError['path'],
  locations: ResponseLocation[] | null,
): ResponseError {
  const { data, errorType, errorInfo, message } = error;
  return { path, data: data ?? null, errorType: errorType ?? null, errorInfo: errorInfo ?? null, locations, message };
}

/** Locations of an error with the `sourceName` that AppSync adds. */
export function locationsOf(error: Pick<GraphQLError, 'locations'>): ResponseLocation[] | null {
  return error.locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null;
}

/**
 * Turns an error of execution into AppSync's entry: resolver errors keep their six keys, the executor's own errors get
 * AppSync's wording (docs/reference/appsync.md#values-of-fields) and no locations. An error nobody foresaw is reported
 * to `onFault` and masked.
 */
export function toResponseError(
  error: GraphQLError,
  schema: GraphQLSchema,
  onFault: (error: unknown) => void,
): ResponseError {
  const { originalError } = error;
  const path = error.path ?? null;
  if (originalError instanceof ResolverError) {
    return resolverErrorEntry(originalError, path, locationsOf(error));
  }
  const message = executionMessage(error, schema);
  if (message !== undefined) {
    return { path, locations: null, message };
  }
  onFault(originalError ?? error);
  return resolverErrorEntry(
    new ResolverError({
      message: 'An internal failure occurred while resolving this field.',
      errorType: 'InternalFailure',
    }),
    path,
    locationsOf(error),
  );
}

/** The error of a field, or of an item of its list, that is null where the schema forbids it. */
export function missingValueError(
  schema: GraphQLSchema,
  parent: string,
  field: string,
  path: readonly (string | number)[],
): ResponseError {
  return { path, locations: null, message: missingValueMessage(schema, parent, field, path) };
}

function missingValueMessage(
  schema: GraphQLSchema,
  parent: string,
  field: string,
  path: readonly (string | number)[],
): string {
  const type = typeOfField(schema, parent, field);
  return `Cannot return null for non-nullable type: '${type}' within parent '${parent}' (${pathText(path)})`;
}

function executionMessage(error: GraphQLError, schema: GraphQLSchema): string | undefined {
  const { message, originalError } = error;
  const place = pathText(error.path ?? []);
  const nonNull = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(message);
  if (nonNull !== null) {
    const [, parent = '', field = ''] = nonNull;
    return missingValueMessage(schema, parent, field, error.path ?? []);
  }
  if (originalError instanceof UnserializableValue) {
    return `Can't serialize value (${place}) : ${originalError.message}`;
  }
  const scalar = /^(Int|Float|String|Boolean|ID) cannot represent .*?: (.*)$/s.exec(message);
  if (scalar !== null) {
    return `Can't serialize value (${place}) : Expected type '${scalar[1]}' but was '${javaType(scalar[2] ?? '')}'.`;
  }
  const enumeration = /^Enum "(\w+)" cannot represent value: (.*)$/s.exec(message);
  if (enumeration !== null) {
    const value = (enumeration[2] ?? '').replace(/^"|"$/g, '');
    return `Can't serialize value (${place}) : Invalid input for Enum '${enumeration[1]}'. Unknown value '${value}'`;
  }
  if (message.startsWith('Expected Iterable')) {
    return `Can't resolve value (${place}) : type mismatch error, expected type LIST, got OBJECT`;
  }
  // Left: a union or interface result without a usable __typename.
  return /^(Abstract type|Runtime Object type)/.test(message)
    ? `Can't resolve value (${place}) : ${message}`
    : undefined;
}

/** A path as graphql-java prints it: /a/b[3]/c. */
function pathText(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
}

function typeOfField(schema: GraphQLSchema, parent: string, field: string): string {
  const type = schema.getType(parent);
  if (!isCompositeType(type) || !(isObjectType(type) || isInterfaceType(type))) {
    return field;
  }
  const definition = type.getFields()[field];
  return definition === undefined ? field : getNamedType(definition.type).name;
}

function javaType(shown: string): string {
  if (shown.startsWith('"')) {
    return 'String';
  }
  if (shown.startsWith('{')) {
    return 'LinkedHashMap';
  }
  if (shown.startsWith('[')) {
    return 'ArrayList';
  }
  return /^-?\d+$/.test(shown) ? 'Long' : /^-?\d/.test(shown) ? 'Double' : 'Boolean';
}
