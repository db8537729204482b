import { execute, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import type { ExtensionCall } from '../resolver/types.ts';
import type { ResolvedField } from './fieldLog.ts';
import { MissingValues } from './missingValues.ts';
import type { PreparedOperation } from './prepareOperation.ts';
import type { RequestContext } from './requestContext.ts';
import { toResponseError, type ResponseError } from './responseError.ts';
import { ResolverError } from './resolverError.ts';

/** The body of an answer; `errors` is absent when there are none (docs/reference/appsync.md#http-answers). */
export interface OperationResult {
  data: Record<string, unknown> | null;
  errors?: ResponseError[];
}

/** What an execution leaves. */
interface ExecutedOperation {
  result: OperationResult;
  responseHeaders: Record<string, string>;
  extensionCalls: ExtensionCall[];
  resolved: readonly ResolvedField[];
}

/** What executes operations. */
export interface Executor {
  schema: GraphQLSchema;
  resolveField: GraphQLFieldResolver<unknown, RequestContext>;
  /** Reports an error that no resolver raised: a fault of the local API itself. */
  onFault(error: unknown): void;
  /** Takes what the log of fields in error keeps: the errors of an answer, if it has any. */
  onErrors(errors: readonly ResponseError[], requestId: string): void;
  /** Milliseconds that a whole request may take; AppSync allows 30 s. */
  timeoutMs: number;
}

/**
 * Executes a prepared operation for a caller: query fields in parallel, mutation fields one after the other. Fields
 * still running when the time is over fail with ExecutionTimeout
 * (docs/reference/appsync.md#calls-that-fail-before-execution). Also returns the response headers that resolvers set,
 * what they asked for through `extensions`, and what they did, to which one that outlives its time adds later.
 */
export async function executeOperation(
  executor: Executor,
  prepared: PreparedOperation,
  caller: Caller,
  headers: RequestContext['headers'],
): Promise<ExecutedOperation> {
  const { schema, resolveField } = executor;
  const values = new MissingValues(schema, prepared);
  const timer = startDeadline(executor.timeoutMs);
  const context: RequestContext = {
    caller,
    headers,
    variables: prepared.variables,
    appended: [],
    responseHeaders: {},
    responseHeaderBytes: 0,
    extensionCalls: [],
    resolverCount: 0,
    resolved: [],
    deadline: timer.deadline,
  };
  try {
    const { data: executed, errors = [] } = await execute({
      schema: values.schema,
      document: prepared.document,
      operationName: prepared.operation.name?.value,
      variableValues: prepared.coerced,
      contextValue: context,
      fieldResolver: values.observe(resolveField),
      typeResolver: typeNameOf,
    });
    const { data, missing } = values.enforce(executed, errors);
    const raised = errors.map((error) => toResponseError(error, schema, executor.onFault));
    const all = [...context.appended, ...raised, ...missing];
    if (all.length > 0) {
      executor.onErrors(all, String(headers['x-amzn-requestid'] ?? ''));
    }
    const result = { data, ...(all.length === 0 ? {} : { errors: all }) };
    const { responseHeaders, extensionCalls, resolved } = context;
    return { result, responseHeaders, extensionCalls, resolved };
  } finally {
    timer.stop();
  }
}

/** Results of unions and interfaces carry their type's name. */
export function typeNameOf(value: unknown): string | undefined {
  const name = (value as { __typename?: unknown } | null)?.__typename;
  return typeof name === 'string' ? name : undefined;
}

function startDeadline(timeoutMs: number): { deadline: Promise<never>; stop(): void } {
  let stop = (): void => undefined;
  const deadline = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new ResolverError({ message: 'Execution timed out.', errorType: 'ExecutionTimeout' })),
      timeoutMs,
    );
    stop = () => clearTimeout(timer);
  });
  // Nobody may be waiting when it rejects.
  deadline.catch(() => undefined);
  return { deadline, stop };
}
