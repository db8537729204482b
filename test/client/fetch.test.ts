import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GetEventDocument } from '../../client/operations.generated.ts';
import { send } from './snippets/fetch.ts';
import { localToken } from './snippets/localToken.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';
import { EXPECTED, playStory, type ClientUnderTest } from './story.ts';

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
  });

  it('signs in at the local server, which judges the token as any other', async () => {
    const getToken = () => localToken(api.endpoint, 'somebody');
    await expect(send({ endpoint: api.endpoint, getToken }, GetEventDocument, { eventId: 'none' })).resolves.toEqual({
      getEvent: null,
    });
    await expect(localToken(api.endpoint, '')).rejects.toThrow('The body has to be');
  });
});
