import type { Person } from '../api/api.ts';

const GOOD_FOR_MS = 50 * 60 * 1000;

/** Tokens of the local API for a person, from its local sign-in. Each is used for most of its hour. */
export function localTokens(url: string, person: Person): () => Promise<string> {
  let token: Promise<string> | undefined;
  let expiresAt = 0;
  return () => {
    if (token === undefined || Date.now() > expiresAt) {
      expiresAt = Date.now() + GOOD_FOR_MS;
      token = fetchToken(url, person).catch((error: unknown) => {
        token = undefined;
        throw error;
      });
    }
    return token;
  };
}

async function fetchToken(url: string, { username, groups }: Person): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, groups }),
  });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  return answer.text();
}
