import type { Identity } from 'appsync-local';
import { reasonOf } from './sendTo.ts';

/** No local server has answered, or what answered is none. */
export class NoLocalServer extends Error {
  override readonly name = 'NoLocalServer';

  constructor(url: string, why: string) {
    super(`No local server answers at ${url} (${why}); start it with npm start.`);
  }
}

const TIMEOUT_MS = 10_000;

/**
 * The headers by which the running local server takes a request as coming from this identity; its console gets them in
 * the same way.
 * @param url the GraphQL endpoint
 * @param body the request's body, which IAM's signature covers
 * @throws NoLocalServer
 */
export async function proveLocally(url: string, identity: Identity, body: string): Promise<Record<string, string>> {
  const { origin } = new URL(url);
  const answer = await fetch(`${origin}/console/proof`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ identity, purpose: 'request', body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    throw new NoLocalServer(url, reasonOf(error));
  });
  if (!answer.ok) {
    throw new NoLocalServer(url, `HTTP ${answer.status}: ${(await answer.text()).slice(0, 80)}`);
  }
  return (await answer.json()) as Record<string, string>;
}
