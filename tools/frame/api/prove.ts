import { signRequest } from 'appsync-local';

type Credentials = Parameters<typeof signRequest>[2];

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
export function withSignature(
  url: string,
  region: string,
  credentials: Credentials | (() => Promise<Credentials>),
): Prove {
  return async (body) => {
    const found = typeof credentials === 'function' ? await credentials() : credentials;
    // fetch sets the host itself.
    const { host: _, ...headers } = await signRequest(url, body, found, region);
    return headers;
  };
}
