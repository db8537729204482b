import { issueToken, signRequest } from 'appsync-local';
import type { Dice } from '../dice.ts';
import type { Known } from '../graphql/value.ts';
import type { FuzzedServer } from './startFuzzedServer.ts';

/** Proves somebody's identity: headers for a body. */
export type Prove = (body: string) => Record<string, string> | Promise<Record<string, string>>;

/** Everybody who calls, each with how often. */
export interface People {
  choose(dice: Dice): { who: string; prove: Prove };
  admin: Prove;
}

const USERS = Array.from({ length: 6 }, (_, index) => `u${index + 1}`);
const EVENTS = Array.from({ length: 6 }, (_, index) => `e${index + 1}`);

/** Signs everybody in. */
export async function gatherPeople(server: FuzzedServer): Promise<People> {
  const token = async (username: string, groups: string[] = [], expiresInSeconds = 24 * 3600) => ({
    authorization: await issueToken(server.stateDir, username, { groups, expiresInSeconds }),
  });
  const users = await Promise.all(USERS.map((name) => token(name)));
  const [olga, dora, root, expired] = await Promise.all([
    token('olga', ['organizers']),
    token('dora', ['door']),
    token('root', ['admins']),
    token('u1', [], -60),
  ]);
  const admin: Prove = () => root;
  return {
    admin,
    choose: (dice) => {
      const user = dice.pick(users);
      const [who, prove] = dice.weighted<[string, Prove]>([
        [30, ['user', () => user]],
        [20, ['organizer', () => olga]],
        [10, ['door', () => dora]],
        [20, ['admin', admin]],
        [15, ['API key', () => ({ 'x-api-key': server.apiKey })]],
        [10, ['IAM', (body) => signRequest(server.url, body, server.credentials, server.region)]],
        [1, ['nobody', () => ({})]],
        [1, ['expired token', () => expired]],
        [
          1,
          [
            'garbage',
            () => ({
              authorization: dice.pick([
                'x',
                'Bearer ',
                'a.b.c',
                'AWS4-HMAC-SHA256',
                'eyJhbGciOiJub25lIn0.e30.',
                `Bearer ${'x'.repeat(2_000)}`,
              ]),
            }),
          ],
        ],
        [1, ['wrong key', () => ({ 'x-api-key': 'da2-wrong' })]],
        [
          1,
          [
            'wrong signature',
            async (body) => ({ ...(await signRequest(server.url, `${body} `, server.credentials, server.region)) }),
          ],
        ],
      ]);
      return { who, prove };
    },
  };
}

/** Makes a few users and events, some full with people waiting, and notes the tokens of next pages. */
export async function furnish(server: FuzzedServer, { admin }: People): Promise<Known> {
  const ask = async (query: string) => {
    const body = JSON.stringify({ query });
    const answer = await fetch(server.url, { method: 'POST', body, headers: await admin(body) });
    const { data, errors } = (await answer.json()) as {
      data: Record<string, { nextToken?: string }>;
      errors?: unknown;
    };
    if (errors !== undefined) {
      throw new Error(JSON.stringify(errors));
    }
    return data;
  };
  for (const userId of USERS) {
    await ask(`mutation { createUser(input: {userId: "${userId}", name: "User ${userId}"}) { userId } }`);
  }
  for (const [index, eventId] of EVENTS.entries()) {
    await ask(
      `mutation { createEvent(input: {eventId: "${eventId}", title: "T", description: "D", date: "2030-0${index + 1}-01T00:00:00Z", capacity: ${
        1 + (index % 3)
      }, organizer: "olga"}) { eventId } }`,
    );
    for (const userId of USERS.slice(0, index)) {
      await ask(`mutation { registerForEvent(userId: "${userId}", eventId: "${eventId}") { userId } }`);
    }
  }
  const pages = await ask(
    '{ a: listEvents(limit: 1) { nextToken } b: getUserEvents(userId: "u1", limit: 1) { nextToken } c: listWaitlist(eventId: "e6", limit: 1) { nextToken } }',
  );
  return {
    userIds: USERS,
    eventIds: EVENTS,
    nextTokens: Object.values(pages).flatMap(({ nextToken }) => nextToken ?? []),
  };
}
