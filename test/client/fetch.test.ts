import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allPages } from '../../client/allPages.ts';
import { isAlreadyRegistered, readError } from '../../client/error.ts';
import { ListEventsDocument, RegisterForEventDocument } from '../../client/operations.generated.ts';
import { send } from './snippets/fetch.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';
import { EXPECTED, playStory, type ClientUnderTest } from './story.ts';
import { fetchRequests } from './transports/fetch.ts';

let api: ClientApi;
beforeAll(async () => {
  api = await startClientApi();
});
afterAll(() => api?.close());

describe('fetch with typed documents', () => {
  it('sends queries and mutations as a user, and throws what is refused', async () => {
    const bo = { endpoint: api.endpoint, getToken: async () => api.tokens.bo };
    const request: ClientUnderTest['query'] = (document, variables) => send(bo, document, variables);
    expect(await playStory(api, { query: request, mutate: request })).toEqual(EXPECTED);
    const again = fetchRequests(bo).request(RegisterForEventDocument, { userId: 'bo', eventId: 'yoga' });
    const error = readError(await again.catch((thrown: unknown) => thrown));
    expect(isAlreadyRegistered(error) && error.errorInfo.registration.registrationStatus).toBe('WAITLISTED');
    const titles: string[] = [];
    for await (const { title } of allPages(fetchRequests(bo), ListEventsDocument, { limit: 1 })) {
      titles.push(title);
    }
    expect(titles.sort()).toEqual(['rehearsal', 'yoga']);
  });
});
