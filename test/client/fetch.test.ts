import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from './snippets/fetch.ts';
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
});
