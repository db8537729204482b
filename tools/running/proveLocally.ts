import type { Identity } from '../../packages/appsync-local/src/console/identity.ts';

/** No local server has answered, or not as one. */
export class NoLocalServer extends Error {
  override readonly name = 'NoLocalServer';

  constructor(url: string, why: string) {
    super(`No local server answers at ${url} (${why}); start it with npm start.`);
  }
}

/**
 * The headers that make a request to the running local server whoever it should be, as its console asks for them.
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
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => {
    throw new NoLocalServer(url, (error.cause as Error | undefined)?.message ?? error.message);
  });
  if (!answer.ok) {
    throw new NoLocalServer(url, `HTTP ${answer.status}`);
  }
  return (await answer.json()) as Record<string, string>;
}
