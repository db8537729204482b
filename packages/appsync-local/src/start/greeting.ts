import type { RunningApi } from '../api.ts';

type Greeted = Pick<RunningApi, 'url' | 'realtimeUrl' | 'region' | 'apiKey' | 'credentials'> & {
  /** Over HTTPS: the certificate of the authority that clients have to trust. */
  caFile?: string | undefined;
};

/** The lines printed once the API serves: what to open, the credentials, and a call that works when pasted. */
export function greeting({ url, realtimeUrl, region, apiKey, credentials, caFile }: Greeted): string {
  const lines = [
    ['Console', new URL('/', url).href],
    ['GraphQL', url],
    ['Realtime', realtimeUrl],
    ...(caFile === undefined ? [] : [['CA', `NODE_EXTRA_CA_CERTS=${caFile}`]]),
    ...(apiKey === undefined ? [] : [['API key', apiKey]]),
    ['User', 'npm run -s token -- alice --group organizers'],
    ['IAM', `${credentials.accessKeyId} ${credentials.secretAccessKey} (SigV4, ${region}, appsync)`],
    ...(apiKey === undefined
      ? []
      : [
          [
            'Try',
            `curl -s ${caFile === undefined ? '' : `--cacert ${caFile} `}${url} -H 'x-api-key: ${apiKey}' -d '{"query":"{ __typename }"}'`,
          ],
        ]),
  ];
  return `${lines.map(([name = '', text = '']) => `${name.padEnd(9)}${text}`).join('\n')}\n`;
}
