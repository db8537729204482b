import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { allPages } from '../../client/allPages.ts';
import { appSyncTransport } from '../../client/appsync.ts';
import { isAlreadyRegistered, readError } from '../../client/error.ts';
import type { View } from '../../client/follow.ts';
import type { EventAndPlace } from '../../client/eventAndPlace.ts';
import { isNetworkFailure } from '../../client/networkFailure.ts';
import { ListEventsDocument, RegisterForEventDocument } from '../../client/operations.generated.ts';
import { layWire } from '../support/wire.ts';
import { FOLLOWED_OVER_CUT, followOverCut } from './following.ts';
import { fetchEvent, showPlace } from './snippets/appsync.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';
import { EXPECTED, playStory } from './story.ts';

describe('appSyncTransport, without a client library', () => {
  let api: ClientApi;
  beforeAll(async () => {
    // Node 20 has no WebSocket of its own.
    vi.stubGlobal('WebSocket', WebSocket);
    api = await startClientApi();
  });
  afterAll(async () => {
    await api?.close();
    vi.unstubAllGlobals();
  });

  it('queries, mutates, hears of its promotion, and follows an event over a lost connection', async () => {
    const wire = await layWire(Number(new URL(api.endpoint).port));
    onTestFinished(() => wire.close());
    const endpoint = `http://localhost:${wire.port}/graphql`;
    const bo = appSyncTransport({ endpoint, getToken: () => api.tokens.bo });
    const seen = await playStory(api, {
      query: bo.request,
      mutate: bo.request,
      subscribe: (document, variables, next) =>
        bo.listen(document, variables, { listening: () => undefined, next, lost: console.error }),
    });
    expect(seen).toEqual({ ...EXPECTED, wasPromoted: true });

    const again = bo.request(RegisterForEventDocument, { userId: 'bo', eventId: 'yoga' });
    const thrown: unknown = await again.catch((refused: unknown) => refused);
    const error = readError(thrown);
    expect(isAlreadyRegistered(error) && error.errorInfo.registration.registrationStatus).toBe('REGISTERED');
    expect(thrown).toMatchObject({ message: error?.message, statusCode: 200 });
    const titles: string[] = [];
    for await (const { title } of allPages(bo, ListEventsDocument, { limit: 1 })) {
      titles.push(title);
    }
    expect(titles.sort()).toEqual(['rehearsal', 'yoga']);
    await expect(fetchEvent(api, 'yoga')).resolves.toMatchObject({ title: 'yoga', seatsLeft: 0 });

    const shown = await new Promise<View<EventAndPlace>>((resolve) => {
      const getToken = async () => api.tokens.bo;
      const place = { eventId: 'yoga', userId: 'bo' };
      const following = showPlace({ endpoint, getToken }, place, (view) => view.isLive && resolve(view));
      onTestFinished(() => following.stop());
    });
    expect(shown.state?.place?.registrationStatus).toBe('REGISTERED');

    expect(await followOverCut(api, bo, wire)).toEqual(FOLLOWED_OVER_CUT);
  });

  it('says what is wrong with a document or a token, in words', async () => {
    const { endpoint } = api;
    const bo = appSyncTransport({ endpoint, getToken: () => api.tokens.bo });
    const misspelt = await bo.request('{ getEvnt { title } }', {}).catch((thrown: unknown) => thrown);
    expect((misspelt as Error).message).toContain('getEvnt');
    const stranger = appSyncTransport({ endpoint, getToken: () => 'nobody' });
    const refused = await stranger.request('{ __typename }', {}).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ statusCode: 401, errors: [{ errorType: 'UnauthorizedException' }] });
    expect([misspelt, refused].map(isNetworkFailure)).toEqual([false, false]);
  });
});

describe('a request of appSyncTransport', () => {
  const { request, fetch } = appSyncTransport({ endpoint: 'https://api.example/graphql', apiKey: 'da2-key' });
  afterEach(() => vi.unstubAllGlobals());

  /** What is thrown where the server answers so. */
  const refusalOf = async (status: number, body: string): Promise<unknown> => {
    vi.stubGlobal('fetch', async () => new Response(body, { status }));
    return request('{ x }', {}).catch((thrown: unknown) => thrown);
  };

  it('sends the API key beside the headers that are given, however they are', async () => {
    const sent: Headers[] = [];
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      sent.push(init.headers as Headers);
      return new Response('{"data":{}}');
    });
    await request('{ x }', {});
    await fetch('https://api.example/graphql', { headers: new Headers({ 'x-trace': '1' }) });
    expect(sent.map((headers) => Object.fromEntries(headers))).toEqual([
      { 'content-type': 'application/json', 'x-api-key': 'da2-key' },
      { 'x-trace': '1', 'x-api-key': 'da2-key' },
    ]);
  });

  it.each([
    [403, '{"message":"Forbidden"}', 'Forbidden', false],
    [403, '<html>', 'The server has answered with status 403.', false],
    [502, '<html>', 'The server has answered with status 502.', true],
    [429, '{"errors":[{"errorType":"TooManyRequestsException"}]}', 'TooManyRequestsException', true],
    [200, '{"data":null,"errors":[{"message":"Wrong.","errorType":"Other"}]}', 'Wrong.', false],
    [200, 'null', 'The server has answered with status 200.', false],
  ])('that is answered %s %s is thrown as “%s”, worth another: %s', async (status, body, message, isPassing) => {
    const thrown = await refusalOf(status, body);
    expect(thrown).toMatchObject({ message, statusCode: status });
    expect(isNetworkFailure(thrown)).toBe(isPassing);
  });

  it('that is answered with something else, as gateways do, is worth another', async () => {
    expect(isNetworkFailure(await refusalOf(200, '<html>'))).toBe(true);
  });
});
