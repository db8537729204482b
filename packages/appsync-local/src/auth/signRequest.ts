import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './localSecrets.ts';

/**
 * Signs a POST of a JSON body to the GraphQL endpoint with SigV4, service `appsync`
 * (docs/reference/appsync.md#signing). Returns all headers to send.
 */
export async function signRequest(
  url: string,
  body: string,
  credentials: Credentials & { sessionToken?: string },
  region: string,
): Promise<Record<string, string>> {
  const { protocol, host, hostname, port, pathname } = new URL(url);
  const signer = new SignatureV4({ credentials, region, service: 'appsync', sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    headers: { host, 'content-type': 'application/json' },
    body,
  });
  return signed.headers;
}
