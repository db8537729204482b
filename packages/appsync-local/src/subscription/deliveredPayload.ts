import { executeSync, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import { typeNameOf } from '../graphql/executeOperation.ts';
import { MissingValues } from '../graphql/missingValues.ts';
import type { PreparedOperation } from '../graphql/prepareOperation.ts';
import { propertyOf } from '../graphql/resolveField.ts';
import { ResolverError } from '../graphql/resolverError.ts';
import { toResponseError } from '../graphql/responseError.ts';

/** Who may see Type.field. */
export type FieldRules = (caller: Caller, typeName: string, fieldName: string) => boolean;

/** What a subscriber wants to see of an event, and who it is. */
export interface Selection {
  prepared: PreparedOperation;
  caller: Caller;
  /** Equal for two selections exactly if they show the same of every event. */
  key: string;
}

/** Describes a subscriber's selection. */
export function selectionOf(prepared: PreparedOperation, caller: Caller): Selection {
  const { query, operationName, variables } = prepared;
  return {
    prepared,
    caller,
    key: JSON.stringify([query, operationName, variables, caller.mode, [...caller.groups].sort()]),
  };
}

/**
 * Applies a subscriber's selection to a published payload and returns the JSON text of `{data, errors?}`. No resolvers
 * run: every field is the payload's property; one that was not published is null, with an error where the schema
 * forbids null; one that the subscriber may not see is null with Unauthorized
 * (docs/reference/appsync.md#what-subscribers-get, docs/reference/appsync.md#denied-fields).
 */
export function deliveredPayload(
  schema: GraphQLSchema,
  isAllowed: FieldRules,
  { prepared, caller }: Selection,
  fieldName: string,
  payload: unknown,
  onFault: (error: unknown) => void,
): string {
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, _, __, info) => {
    const typeName = info.parentType.name;
    if (info.path.prev !== undefined && !isAllowed(caller, typeName, info.fieldName)) {
      throw new ResolverError({
        message: `Not Authorized to access ${info.fieldName} on type ${typeName}`,
        errorType: 'Unauthorized',
      });
    }
    return propertyOf(source, info.fieldName);
  };
  const values = new MissingValues(schema, prepared);
  const { data: executed, errors = [] } = executeSync({
    schema: values.schema,
    document: prepared.document,
    operationName: prepared.operation.name?.value,
    variableValues: prepared.coerced,
    rootValue: { [fieldName]: payload },
    fieldResolver: values.observe(fieldResolver),
    typeResolver: typeNameOf,
  });
  const { data, missing } = values.enforce(executed, errors);
  const raised = errors.map((error) => toResponseError(error, schema, onFault));
  const entries = [...raised, ...missing].map(({ message, path, errorType, ...rest }) => {
    return errorType === undefined ? { message, path } : { ...rest, message, path, errorType };
  });
  return JSON.stringify({ data, ...(entries.length === 0 ? {} : { errors: entries }) });
}
