import type { Identity } from 'appsync-local';
import { post } from './post.ts';
import { reasonOf } from './sendTo.ts';

/** No local server is running, or has answered, or what answered is none. The message is one sentence. */
export class NoLocalServer extends Error {
  override readonly name = 'NoLocalServer';
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
  const { origin, pathname } = new URL(url);
  if (pathname !== '/graphql') {
    throw new NoLocalServer(`A local server has its API at ${origin}/graphql, not at ${url}.`);
  }
  const wanted = JSON.stringify({ identity, purpose: 'request', body });
  const headers = { 'content-type': 'application/json', origin };
  const { status, text } = await post(`${origin}/console/proof`, headers, wanted, TIMEOUT_MS).catch((error: Error) => {
    throw noneAt(url, reasonOf(error));
  });
  const proof = parse(text);
  if (status !== 200 || proof === null) {
    throw noneAt(url, `HTTP ${status}: ${text.slice(0, 80)}`);
  }
  return proof;
}

function noneAt(url: string, why: string): NoLocalServer {
  return new NoLocalServer(`No local server answers at ${url} (${why}); start it with npm start.`);
}

function parse(text: string): Record<string, string> | null {
  try {
    return JSON.parse(text) as Record<string, string> | null;
  } catch {
    return null;
  }
}
