import { getLocation, responsePathAsArray, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { AUTH_TYPES, type Caller } from '../auth/caller.ts';
import { acceptExtensionCalls } from './extensionCalls.ts';
import { FieldLog, KEPT_FIELDS } from './fieldLog.ts';
import { FieldRun, type FieldReport, type FieldResolver } from './fieldRun.ts';
import { filterErrorData } from './filterErrorData.ts';
import type { RequestContext } from './requestContext.ts';
import { acceptResponseHeaders } from './responseHeaders.ts';
import { resolverErrorEntry, type ResponseLocation } from './responseError.ts';
import { ResolverError } from './resolverError.ts';
import { runResolver } from './runResolver.ts';
import { describeSelection } from './selection.ts';

/** How fields are resolved. */
export interface FieldSettings {
  /** Resolvers by coordinate, "Type.field". */
  resolvers: Map<string, FieldResolver>;
  environment: Record<string, string>;
  /** Whether a caller may see Type.field. */
  isAllowed(caller: Caller, typeName: string, fieldName: string): boolean;
  /** Resolvers allowed per request. */
  resolverCountLimit: number;
  /** Lines that resolvers logged; `fault` is what the last one says, if that is a fault of their code. */
  onLog(coordinate: string, lines: string[], fault?: string): void;
}

/**
 * The one resolver of every field: it checks the directives, then runs the field's resolver, or without one reads the
 * property of the field's name from the parent (docs/reference/appsync.md#values-of-fields,
 * docs/reference/appsync.md#denied-fields).
 */
export function createFieldResolver(settings: FieldSettings): GraphQLFieldResolver<unknown, RequestContext> {
  return (source, args, context, info) => {
    const typeName = info.parentType.name;
    const { fieldName } = info;
    if (!settings.isAllowed(context.caller, typeName, fieldName)) {
      throw new ResolverError({
        message: `Not Authorized to access ${fieldName} on type ${typeName}`,
        errorType: 'Unauthorized',
      });
    }
    const resolver = settings.resolvers.get(`${typeName}.${fieldName}`);
    if (resolver === undefined) {
      return propertyOf(source, fieldName);
    }
    context.resolverCount += 1;
    if (context.resolverCount > settings.resolverCountLimit) {
      const message = `Resolver invocation limit of ${settings.resolverCountLimit} reached.`;
      throw new ResolverError({ message, errorType: 'ResolverExecutionLimitReached' });
    }
    return Promise.race([resolve(resolver, settings, source, args, context, info), context.deadline]);
  };
}

/**
 * A field without a resolver: the property of its schema name; absent is null
 * (docs/reference/appsync.md#values-of-fields).
 */
export function propertyOf(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) {
    return null;
  }
  return (source as Record<string, unknown>)[name];
}

async function resolve(
  resolver: FieldResolver,
  settings: FieldSettings,
  source: unknown,
  args: Record<string, unknown>,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const base = {
    args: { ...args },
    env: settings.environment,
    identity: context.caller.identity,
    source: source ?? null,
    stash: {},
    request: { headers: context.headers, domainName: null },
    info: {
      fieldName: info.fieldName,
      parentTypeName: info.parentType.name,
      variables: context.variables,
      ...describeSelection(info),
    },
  };
  const log = logOf(context, info);
  const run = new FieldRun(base, AUTH_TYPES[context.caller.mode], reportOf(settings, context, info, log));
  try {
    const value = await runResolver(run, resolver);
    log.end();
    return value;
  } catch (error) {
    if (!(error instanceof ResolverError)) {
      log.end();
      throw error;
    }
    log.end({ type: error.errorType, message: error.message });
    const { message, errorType, errorInfo } = error;
    throw new ResolverError({ message, errorType, errorInfo, data: filterErrorData(error.data, info) });
  }
}

/** The log of a field, which that of its request takes in as long as there is room. */
function logOf({ resolved }: RequestContext, { path, parentType, fieldName }: GraphQLResolveInfo): FieldLog {
  const log = new FieldLog(responsePathAsArray(path).join('.'), `${parentType.name}.${fieldName}`);
  if (resolved.length < KEPT_FIELDS) {
    resolved.push(log.resolved);
  }
  return log;
}

function reportOf(
  settings: FieldSettings,
  context: RequestContext,
  info: GraphQLResolveInfo,
  log: FieldLog,
): FieldReport {
  return {
    log,
    appended: (error) => {
      const entry = new ResolverError({ ...error, data: filterErrorData(error.data, info) });
      context.appended.push(resolverErrorEntry(entry, responsePathAsArray(info.path), locationsOfField(info)));
    },
    responseHeaders: (headers) => acceptResponseHeaders(headers, context),
    logs: (lines, fault) => {
      if (lines.length > 0) {
        settings.onLog(`${info.parentType.name}.${info.fieldName}`, lines, fault);
      }
    },
    extensionCalls: (calls, handler) => acceptExtensionCalls(calls, handler, context, info),
  };
}

function locationsOfField(info: GraphQLResolveInfo): ResponseLocation[] {
  return info.fieldNodes.flatMap(({ loc }) => {
    if (loc === undefined) {
      return [];
    }
    const { line, column } = getLocation(loc.source, loc.start);
    return [{ line, column, sourceName: null }];
  });
}
