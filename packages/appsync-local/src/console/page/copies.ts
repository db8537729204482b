import type { SentRequest } from './activity.ts';

type Copied = Pick<SentRequest, 'headers' | 'body'>;

/** A request as a line for a shell; `caFile` is what the server's certificate is to be trusted by, if it has one. */
export function asCurl(url: string, { headers, body }: Copied, caFile?: string): string {
  const trust = caFile === undefined ? '' : `--cacert ${quoted(caFile)} `;
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -sS ${trust}${quoted(url)}`, ...lines, `-d ${quoted(body)}`].join(' \\\n  ');
}

/** A request as JavaScript. */
export function asFetch(url: string, { headers, body }: Copied): string {
  return `await fetch(${JSON.stringify(url)}, ${JSON.stringify({ method: 'POST', headers, body }, null, 2)})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
