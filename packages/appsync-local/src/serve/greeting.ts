import type { RunningApi } from '../api/runningApi.ts';

type Greeted = Pick<RunningApi, 'url' | 'realtimeUrl' | 'region' | 'apiKey' | 'credentials'> & {
  /** Over HTTPS: the certificate of the authority that clients have to trust. */
  caFile?: string | undefined;
  /** Prints a user's token. */
  tokenCommand?: string | undefined;
  /** What to do now. */
  next?: readonly [name: string, text: string][] | undefined;
};

/** The lines printed once the API serves: what to open, credentials, a call that works when pasted, what is next. */
export function greeting({
  url,
  realtimeUrl,
  region,
  apiKey,
  credentials,
  caFile,
  tokenCommand,
  next = [],
}: Greeted): string {
  const trust = caFile === undefined ? '' : `--cacert ${caFile} `;
  const lines: [name: string, text: string | undefined][] = [
    ['Console', new URL('/', url).href],
    ['GraphQL', url],
    ['Realtime', realtimeUrl],
    ['CA', caFile && `NODE_EXTRA_CA_CERTS=${caFile}`],
    ['API key', apiKey],
    ['User', tokenCommand],
    ['IAM', `${credentials.accessKeyId} ${credentials.secretAccessKey} (SigV4, ${region}, appsync)`],
    ['Try', apiKey && `curl -sS ${trust}${url} -H 'x-api-key: ${apiKey}' -d '{"query":"{ __typename }"}'`],
    ...next,
  ];
  return lines.map(([name, text]) => (text === undefined ? '' : `${name.padEnd(9)}${text}\n`)).join('');
}
