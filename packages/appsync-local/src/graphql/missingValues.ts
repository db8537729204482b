import {
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  responsePathAsArray,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { nullableSchema } from './nullableSchema.ts';
import type { PreparedOperation } from './prepareOperation.ts';
import { missingValueError, type ResponseError } from './responseError.ts';

type Path = readonly (string | number)[];

/** A field that was resolved, as the schema has it. */
interface ResolvedField {
  parentName: string;
  name: string;
  type: GraphQLOutputType;
}

/** Stands for a value whose parent is null because of it. */
const MISSING = Symbol('missing');

/**
 * Watches one execution, to report every null where the schema forbids one, as AppSync does
 * (docs/reference/appsync.md#values-of-fields); graphql-js stops at the first of an object. What is executed is
 * `schema`, in which nothing is forbidden.
 */
export class MissingValues {
  readonly schema: GraphQLSchema;
  readonly #strict: GraphQLSchema;
  readonly #fields = new Map<string, ResolvedField>();

  constructor(strict: GraphQLSchema, prepared: PreparedOperation) {
    this.#strict = strict;
    this.schema = isLeftToGraphqlJs(prepared) ? strict : nullableSchema(strict);
  }

  /** The resolver to execute with in place of the given one. */
  observe<Context>(resolve: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> {
    return (source, args, context, info) => {
      const parent = this.#strict.getType(info.parentType.name);
      const type =
        isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[info.fieldName]?.type : undefined;
      if (type !== undefined && !isLeafType(type)) {
        const key = responsePathAsArray(info.path).join('/');
        this.#fields.set(key, { parentName: info.parentType.name, name: info.fieldName, type });
      }
      return resolve(source, args, context, info);
    };
  }

  /** The data with null wherever a forbidden null reaches, and an error for each that none was known of. */
  enforce(
    data: Record<string, unknown> | null | undefined,
    errors: readonly GraphQLError[],
  ): { data: Record<string, unknown> | null; missing: ResponseError[] } {
    const missing: ResponseError[] = [];
    const known = new Set(errors.map(({ path = [] }) => path.join('/')));
    const report = (path: Path, { parentName, name }: ResolvedField) => {
      if (!known.has(path.join('/'))) {
        missing.push(missingValueError(this.#strict, parentName, name, path));
      }
    };
    const inList = (list: unknown[], of: GraphQLOutputType, field: ResolvedField, path: Path): unknown => {
      const items = list.map((item, index) => check(item, of, field, [...path, index]));
      return items.includes(MISSING) ? null : items;
    };
    const inObject = (object: Record<string, unknown>, path: Path): unknown => {
      let isWhole = true;
      for (const name of Object.keys(object)) {
        const field = this.#fields.get([...path, name].join('/'));
        if (field !== undefined) {
          object[name] = check(object[name], field.type, field, [...path, name]);
          isWhole &&= object[name] !== MISSING;
        }
      }
      return isWhole ? object : null;
    };
    const check = (value: unknown, type: GraphQLOutputType, field: ResolvedField, path: Path): unknown => {
      if (isNonNullType(type)) {
        if (value === null) {
          report(path, field);
        }
        return check(value, type.ofType, field, path) ?? MISSING;
      }
      if (typeof value !== 'object' || value === null || isLeafType(type)) {
        return value;
      }
      return Array.isArray(value) && isListType(type)
        ? inList(value, type.ofType, field, path)
        : inObject(value as Record<string, unknown>, path);
    };
    const whole = data ? inObject(data, []) : null;
    return { data: whole as Record<string, unknown> | null, missing };
  }
}

/**
 * Of several mutations, one whose answer is forbidden stops the others, and introspection has to see the schema as it
 * is: there graphql-js reports the first error of each object.
 */
function isLeftToGraphqlJs({ operation, query }: PreparedOperation): boolean {
  const [first, ...others] = operation.selectionSet.selections;
  const isOneField = first?.kind === Kind.FIELD && others.length === 0;
  return (operation.operation === 'mutation' && !isOneField) || /\b__(schema|type)\b/.test(query);
}
