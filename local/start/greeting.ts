import type { RunningApi } from '../api.ts';

/** The lines printed once the API serves: what to open, the credentials, and a call that works when pasted. */
export function greeting({ url, region, apiKey, credentials }: Pick<RunningApi, 'url' | 'region' | 'apiKey' | 'credentials'>): string {
  const lines = [
    ['GraphQL', url],
    ...(apiKey === undefined ? [] : [['API key', apiKey]]),
    ['User', 'npm run -s token -- alice --group organizers'],
    ['IAM', `${credentials.accessKeyId} ${credentials.secretAccessKey} (SigV4, ${region}, appsync)`],
    ...(apiKey === undefined ? [] : [['Try', `curl -s ${url} -H 'x-api-key: ${apiKey}' -d '{"query":"{ __typename }"}'`]]),
  ];
  return `${lines.map(([name = '', text = '']) => `${name.padEnd(9)}${text}`).join('\n')}\n`;
}
