/** What comes back over HTTP. */
export interface Answer {
  status: number;
  // What was asked for is what comes back.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  /** Stable names of the errors; empty if there are none. */
  errorTypes: string[];
}

/** Sends one GraphQL request as somebody. */
export type Send = (query: string) => Promise<Answer>;

/** Makes the headers that prove who sends a body. */
export type Prove = (body: string) => Promise<Record<string, string>>;

/** There is no connection to where the API should be. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Something answers that is no GraphQL API. */
export class WrongUrl extends Error {
  override readonly name = 'WrongUrl';
}

/** Longer than AppSync's own 30 s, so that it is AppSync who gives up. */
const REQUEST_MS = 35_000;

/**
 * Sends to a GraphQL endpoint.
 * @throws Unreachable without a connection or an answer within 35 s; WrongUrl when the answer is not GraphQL's
 */
export function sendTo(url: string, prove: Prove): Send {
  return async (query) => {
    const body = JSON.stringify({ query });
    const headers = { 'content-type': 'application/json', ...(await prove(body)) };
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(REQUEST_MS) }).catch(
      (error: Error) => {
        throw new Unreachable(
          `${url} cannot be reached: ${(error.cause as Error | undefined)?.message ?? error.message}`,
        );
      },
    );
    const text = await response.text();
    const answer = parse(text);
    if (!('data' in answer) && !Array.isArray(answer.errors)) {
      throw new WrongUrl(
        `${url} is no GraphQL API: it answers HTTP ${response.status} with ${JSON.stringify(text.slice(0, 80))}.`,
      );
    }
    const { data, errors } = answer;
    return { status: response.status, data, errorTypes: (errors ?? []).map(({ errorType }) => errorType ?? '') };
  };
}

function parse(text: string): { data?: unknown; errors?: { errorType?: string }[] } {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return {};
  }
}
