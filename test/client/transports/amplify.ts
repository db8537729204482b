import { CONNECTION_STATE_CHANGE, generateClient, type GraphQLResult } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { print } from 'graphql';
import type { Transport } from 'event-registration-client';

/**
 * Amplify 6, once configured. It tells of the connection as a whole and never that a subscription is in place, so what is followed is
 * fetched again after two seconds, when it will be.
 */
export const amplifyTransport: Transport = {
  async request(document, variables) {
    const answer: unknown = await generateClient().graphql<unknown>({ query: print(document), variables });
    return (answer as GraphQLResult<never>).data;
  },
  listen(document, variables, listener) {
    type Messages = { subscribe(sink: { next(message: { data: never }): void; error(error: unknown): void }): { unsubscribe(): void } };
    const messages = generateClient().graphql<unknown>({ query: print(document), variables }) as unknown as Messages;
    const subscription = messages.subscribe({ next: ({ data }) => listener.next(data), error: listener.lost });
    const timer = setTimeout(listener.listening, 2000);
    const endHub = Hub.listen('api', ({ payload: { event, data } }) => {
      const { connectionState = '' } = Object(data) as { connectionState?: string };
      if (event === CONNECTION_STATE_CHANGE && connectionState.startsWith('ConnectionDisrupted')) listener.lost(connectionState);
    });
    return () => {
      clearTimeout(timer);
      endHub();
      subscription.unsubscribe();
    };
  },
};
