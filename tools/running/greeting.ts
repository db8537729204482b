import type { Credentials } from 'appsync-local';

/** What a person reads from the lines that `npm start` prints once it serves; '' for what is not there. */
export interface Greeting {
  /** The GraphQL endpoint. */
  url: string;
  apiKey: string;
  credentials: Credentials;
  region: string;
  /** The shell command that it proposes. */
  curl: string;
}

/** Reads them from the output so far; null until the last of them is printed. */
export function readGreeting(output: string): Greeting | null {
  const after = (name: string) => new RegExp(`^${name} +(.*)\\n`, 'm').exec(output)?.[1] ?? '';
  const curl = after('Try');
  const [, accessKeyId = '', secretAccessKey = '', region = ''] =
    /^(\S+) (\S+) \(SigV4, (\S+), appsync\)$/.exec(after('IAM')) ?? [];
  return curl === ''
    ? null
    : { url: after('GraphQL'), apiKey: after('API key'), credentials: { accessKeyId, secretAccessKey }, region, curl };
}
