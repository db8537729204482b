import type { SentRequest } from './activity.ts';

type Copied = Pick<SentRequest, 'headers' | 'body'>;

/** A request as a line for a shell. */
export function asCurl(url: string, { headers, body }: Copied): string {
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -s ${quoted(url)}`, ...lines, `-d ${quoted(body)}`].join(' \\\n  ');
}

/** A request as JavaScript. */
export function asFetch(url: string, { headers, body }: Copied): string {
  return `await fetch(${JSON.stringify(url)}, ${JSON.stringify({ method: 'POST', headers, body }, null, 2)})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
