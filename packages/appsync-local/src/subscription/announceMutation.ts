import type { GraphQLSchema } from 'graphql';
import type { PreparedOperation } from '../graphql/prepareOperation.ts';
import type { ExtensionCall } from '../resolver/types.ts';
import { publicationsOf } from './publishedPayload.ts';
import type { SubscriptionHub } from './subscriptionHub.ts';

/**
 * Tells subscribers what a request over HTTP did: publishes its mutation fields, then carries out its invalidations
 * (docs/reference/appsync.md#what-subscribers-get, docs/reference/appsync.md#invalidation).
 */
export function announceMutation(
  hub: SubscriptionHub,
  schema: GraphQLSchema,
  prepared: PreparedOperation,
  result: Record<string, unknown> | null,
  extensionCalls: readonly ExtensionCall[],
): void {
  for (const publication of publicationsOf(schema, prepared, result)) {
    hub.publish(publication);
  }
  for (const { name, argument } of extensionCalls) {
    if (name !== 'invalidateSubscriptions') {
      continue;
    }
    const { subscriptionField, payload } = (argument ?? {}) as { subscriptionField?: unknown; payload?: unknown };
    hub.invalidate(String(subscriptionField), (payload ?? {}) as Record<string, unknown>);
  }
}
