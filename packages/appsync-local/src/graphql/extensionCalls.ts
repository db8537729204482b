import type { GraphQLResolveInfo } from 'graphql';
import type { ExtensionCall } from '../resolver/types.ts';
import type { RequestContext } from './requestContext.ts';
import { ResolverError } from './resolverError.ts';

/**
 * Where each call may be made: in the response handler of a root field of this kind of operation
 * (docs/reference/appsync.md#extensions).
 */
const PLACES: Record<ExtensionCall['name'], 'subscription' | 'mutation'> = {
  setSubscriptionFilter: 'subscription',
  setSubscriptionInvalidationFilter: 'subscription',
  invalidateSubscriptions: 'mutation',
};

const MAX_INVALIDATIONS = 5;

/**
 * Adds the calls of a handler to those of the request. Throws ResolverError, of type Code, for a call in another
 * handler than the documented one, and for a sixth different invalidation in one request
 * (docs/reference/appsync.md#extensions, docs/reference/appsync.md#invalidation).
 */
export function acceptExtensionCalls(
  calls: readonly ExtensionCall[],
  handler: 'request' | 'response',
  { extensionCalls }: Pick<RequestContext, 'extensionCalls'>,
  info: Pick<GraphQLResolveInfo, 'operation' | 'path'>,
): void {
  for (const call of calls) {
    const operation = PLACES[call.name];
    if (handler !== 'response' || info.operation.operation !== operation || info.path.prev !== undefined) {
      throw refusal(`extensions.${call.name} is for the response handler of a ${operation} resolver only.`);
    }
    const isRepeated =
      operation === 'mutation' && extensionCalls.some((known) => JSON.stringify(known) === JSON.stringify(call));
    if (!isRepeated) {
      extensionCalls.push(call);
    }
  }
  if (extensionCalls.filter(({ name }) => name === 'invalidateSubscriptions').length > MAX_INVALIDATIONS) {
    throw refusal(`extensions.invalidateSubscriptions may be called ${MAX_INVALIDATIONS} times in a request at most.`);
  }
}

function refusal(message: string): ResolverError {
  return new ResolverError({ message, errorType: 'Code' });
}
