import { withSignature } from '../../tools/frame/api/prove.ts';
import type { NpmStart } from '../../tools/running/npmStart.ts';

/** What comes back over HTTP. */
export interface HttpAnswer {
  status: number;
  // What a test asked for is what it gets.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  /** Stable names of the errors; empty if there are none. */
  errorTypes: string[];
}

/** Sends one GraphQL request with fetch and the given headers. Rejects when the connection breaks. */
export async function post(url: string, headers: Record<string, string>, query: string): Promise<HttpAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = (await answer.json()) as { data?: unknown; errors?: { errorType: string }[] };
  return { status: answer.status, data, errorTypes: errors.map(({ errorType }) => errorType) };
}

/** The same as a backend: signed with SigV4. */
export async function postSigned(
  { url, region }: NpmStart,
  credentials: NpmStart['credentials'],
  query: string,
): Promise<HttpAnswer> {
  return post(url, await withSignature(url, region, credentials)(JSON.stringify({ query })), query);
}
