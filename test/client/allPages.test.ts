import { describe, expect, expectTypeOf, it } from 'vitest';
import { allPages } from '../../client/allPages.ts';
import type { Transport } from '../../client/followEvent.ts';
import {
  ListEventsDocument,
  ListWaitlistDocument,
  type ListEventsQuery,
  type ListWaitlistQuery,
} from '../../client/operations.generated.ts';

type Listed = NonNullable<ListEventsQuery['listEvents']>['items'][number];
type Entry = NonNullable<ListWaitlistQuery['listWaitlist']>['items'][number];

/** A queue in pages; notes what is asked. */
function pages(...lists: (readonly string[] | null)[]) {
  const asked: object[] = [];
  const request = async (_document: unknown, variables: { nextToken?: string | null }) => {
    asked.push(variables);
    const number = Number(variables.nextToken ?? 0);
    const items = lists[number]?.map((userId) => ({ userId })) ?? null;
    return { listWaitlist: items && { items, nextToken: number + 1 < lists.length ? `${number + 1}` : null } };
  };
  return { asked, transport: { request } as unknown as Pick<Transport, 'request'> };
}

async function usersOf(transport: Pick<Transport, 'request'>, atMost = Infinity): Promise<string[]> {
  const users: string[] = [];
  for await (const entry of allPages(transport, ListWaitlistDocument, { eventId: 'yoga', limit: 2 })) {
    expectTypeOf(entry).toEqualTypeOf<Entry>();
    users.push(entry.userId);
    if (users.length === atMost) {
      break;
    }
  }
  return users;
}

describe('allPages', () => {
  it('goes on after short and empty pages until there is no token', async () => {
    const { asked, transport } = pages(['ada'], [], ['bo', 'cy'], []);
    expect(await usersOf(transport)).toEqual(['ada', 'bo', 'cy']);
    expect(asked).toEqual([null, '1', '2', '3'].map((nextToken) => ({ eventId: 'yoga', limit: 2, nextToken })));
  });

  it('fetches no page whose items nobody takes', async () => {
    const { asked, transport } = pages(['ada', 'bo'], ['cy']);
    expect(await usersOf(transport, 2)).toEqual(['ada', 'bo']);
    expect(asked).toHaveLength(1);
  });

  it('ends where there is no list', async () => {
    expect(await usersOf(pages(null).transport)).toEqual([]);
  });

  it('knows the items of each list, and throws what a request throws', async () => {
    const refuse = { request: () => Promise.reject(new Error('no')) } as Pick<Transport, 'request'>;
    const events = allPages(refuse, ListEventsDocument, {});
    expectTypeOf(events).toEqualTypeOf<AsyncGenerator<Listed, void, undefined>>();
    await expect(events.next()).rejects.toThrow('no');
  });
});
