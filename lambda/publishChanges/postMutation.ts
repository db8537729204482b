import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { DOCUMENTS, type Announcement } from './announcement.ts';

/** AppSync answers a publish mutation within milliseconds. */
const REQUEST_MS = 3000;

/** Who signs. */
export type Signer = Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'region'>;

/**
 * The API has not published: its HTTP status, or the type of its first error, is in the name; its words are the
 * message.
 */
class PublishRefused extends Error {
  override readonly name: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = `PublishRefused ${reason}`;
  }
}

/**
 * Calls the publish mutation of an announcement as IAM: a POST signed with Signature Version 4 for the service
 * `appsync` (docs/reference/appsync.md#signing). No answer within 3 s is a failure too.
 * @throws PublishRefused, TimeoutError, or TypeError if there is no connection
 */
export function postMutation(graphqlUrl: string, signer: Signer): (announcement: Announcement) => Promise<void> {
  const signature = new SignatureV4({ ...signer, service: 'appsync', sha256: Sha256 });
  const { protocol, host, hostname, port, pathname } = new URL(graphqlUrl);
  return async ({ field, input }) => {
    const body = JSON.stringify({ query: DOCUMENTS[field], variables: { input } });
    const { headers } = await signature.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: pathname,
      headers: { host, 'content-type': 'application/json' },
      body,
    });
    const response = await fetch(graphqlUrl, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    checkAnswer(response.status, await response.text());
  };
}

/**
 * An answer counts only if it is 200, holds data and names no error: one in a field of the payload would leave
 * subscribers without it.
 */
function checkAnswer(status: number, text: string): void {
  if (status !== 200) {
    throw new PublishRefused(`HTTP ${status}`, text);
  }
  const answer = JSON.parse(text) as { data?: object | null; errors?: { errorType?: string | null }[] };
  const [error] = answer.errors ?? [];
  if (error !== undefined || !answer.data) {
    throw new PublishRefused(error?.errorType ?? 'without type', text);
  }
}
