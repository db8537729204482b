import { print } from 'graphql';
import type { Transport } from 'event-registration-client';

/** Queries and mutations with nothing but `fetch`; `listen` is another library's business. */
export function fetchRequests(api: { endpoint: string; getToken: () => Promise<string> }): Pick<Transport, 'request'> {
  return {
    async request(document, variables) {
      const answer = await fetch(api.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: await api.getToken() },
        body: JSON.stringify({ query: print(document), variables }),
      });
      const { data, errors } = (await answer.json()) as { data: never; errors?: unknown[] };
      if (errors) {
        throw Object.assign(new Error('The API refused.'), { errors });
      }
      return data;
    },
  };
}
