import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

/** Who signs. */
export type Signer = Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'region'>;

/** AppSync and SQS answer within milliseconds. */
const REQUEST_MS = 2000;

/** What came back. */
export interface PostAnswer {
  status: number;
  text: string;
}

/**
 * Makes POSTs to a URL, signed with Signature Version 4 for a service of AWS.
 * @returns a function that sends a body under these headers (beside `host`), once
 * @throws TimeoutError where there is no answer within 2 s, TypeError where there is no connection or `url` is none (as
 * it may be for seconds while a deployment has replaced the code and not yet the configuration)
 */
export function signedPost(
  url: string,
  service: string,
  signer: Signer,
  headers: Record<string, string>,
): (body: string) => Promise<PostAnswer> {
  const signature = new SignatureV4({ ...signer, service, sha256: Sha256 });
  return async (body) => {
    const { protocol, host, hostname, port, pathname } = new URL(url);
    const signed = await signature.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: pathname,
      headers: { host, ...headers },
      body,
    });
    const response = await fetch(url, {
      method: 'POST',
      headers: signed.headers,
      body,
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    return { status: response.status, text: await response.text() };
  };
}
