import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { rootCertificates } from 'node:tls';
import { isOnThisMachine } from './localAddress.ts';
import { trustedBesides } from './trust.ts';

/** What HTTP answered. */
export interface HttpAnswer {
  status: number;
  text: string;
}

/** A free connection is closed before the other side does so, maybe at the moment of the next request. */
const AGENT = new Agent({ keepAlive: true, timeout: 20_000 });

/**
 * Posts a body. Rejects as `fetch` does, or with the error of the connection; `reasonOf` reads both.
 * @param timeoutMs for all of it
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  // `fetch` takes no authority.
  if (url.startsWith('https:') && isOnThisMachine(url) && trustedBesides().length > 0) {
    const ca = [...rootCertificates, ...trustedBesides()];
    const sent = request(url, { method: 'POST', headers, ca, agent: AGENT, signal }).end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, text: await text(response) };
  }
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  return { status: response.status, text: await response.text() };
}
