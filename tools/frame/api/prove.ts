import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';

/** Makes the headers that prove who sends a body. */
export type Prove = (body: string) => Promise<Record<string, string>>;

/** With a token of the user pool, or of the local API. */
export function withToken(token: string): Prove {
  return async () => ({ authorization: token });
}

export function withApiKey(apiKey: string): Prove {
  return async () => ({ 'x-api-key': apiKey });
}

/**
 * With an AWS signature.
 * @param credentials as the AWS SDK takes them: a value, or what finds one
 */
export function withSignature(url: string, region: string, credentials: SignatureV4Init['credentials']): Prove {
  const signer = new SignatureV4({ credentials, region, service: 'appsync', sha256: Sha256 });
  const { protocol, host, hostname, pathname: path } = new URL(url);
  return async (body) => {
    const request = { method: 'POST', protocol, hostname, path, body };
    const signed = await signer.sign({ ...request, headers: { host, 'content-type': 'application/json' } });
    // fetch sets the host itself.
    const { host: _, ...headers } = signed.headers;
    return headers;
  };
}
