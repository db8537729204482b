import { CONNECTION_STATE_CHANGE, generateClient, type GraphQLResult } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { print } from 'graphql';
import type { Transport } from 'event-registration-client';

/** What Amplify's Hub says when the server has begun to listen for a subscription; the name is not exported. */
const SUBSCRIPTION_ACK = 'Subscription ack';

/**
 * Amplify 6, once configured. Its Hub says which subscription is in place, by its variables, and what becomes of the
 * connection they share.
 */
export const amplifyTransport: Transport = {
  async request(document, variables) {
    const answer: unknown = await generateClient().graphql<unknown>({ query: print(document), variables });
    return (answer as GraphQLResult<never>).data;
  },
  listen(document, given, listener) {
    type Messages = {
      subscribe(sink: { next(message: { data: never }): void; error(error: unknown): void }): { unsubscribe(): void };
    };
    // An object of its own, by which the Hub's word is known to be about this subscription.
    const variables = { ...given };
    const messages = generateClient().graphql<unknown>({ query: print(document), variables }) as unknown as Messages;
    const endHub = Hub.listen('api', ({ payload: { event, data } }) => {
      const about = Object(data) as { variables?: unknown; connectionState?: string };
      if (event === SUBSCRIPTION_ACK && about.variables === variables) {
        listener.listening();
      }
      if (event === CONNECTION_STATE_CHANGE && /Disrupted|Disconnected/.test(about.connectionState ?? '')) {
        listener.lost(about.connectionState);
      }
    });
    const subscription = messages.subscribe({ next: ({ data }) => listener.next(data), error: listener.lost });
    return () => {
      endHub();
      subscription.unsubscribe();
    };
  },
};
