import { post } from './post.ts';
import type { Prove } from './prove.ts';

/** What a GraphQL request came to. */
export interface ApiReply {
  /** Of HTTP: 200 once AppSync has understood the request, whatever its fields came to. */
  status: number;
  // The query says what is in it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  /** Of each error; '' for one without a type. Empty if there are no errors. */
  errorTypes: string[];
  /** Of the first error; '' if there is none. */
  message: string;
  /** Of the first error; null if there is none. */
  errorInfo: unknown;
}

/**
 * Sends one GraphQL request as somebody.
 * @throws Unreachable, WrongUrl
 */
export type Send = (query: string, variables?: Record<string, unknown>) => Promise<ApiReply>;

/** No answer came from where the API should be. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  /** Why, without the address; the whole sentence where there is no more to say. */
  readonly reason: string;

  constructor(sentence: string, reason = sentence) {
    super(sentence);
    this.reason = reason;
  }
}

/** What answers is no GraphQL API. */
export class WrongUrl extends Error {
  override readonly name = 'WrongUrl';
  readonly status: number;

  constructor(sentence: string, status: number) {
    super(sentence);
    this.status = status;
  }
}

/** Longer than AppSync's own 30 s, so that AppSync is the one to give up. */
const TIMEOUT_MS = 35_000;

/** How tools call the API, on this machine or deployed: a GraphQL request over HTTP, whose headers `prove` makes. */
export function sendTo(url: string, prove: Prove): Send {
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const headers = { 'content-type': 'application/json', ...(await prove(body)) };
    const { status, text } = await post(url, headers, body, TIMEOUT_MS).catch((error: Error) => {
      const reason = reasonOf(error);
      throw new Unreachable(`${url} cannot be reached: ${reason}`, reason);
    });
    const { data, errors } = parse(text);
    if (data === undefined && !Array.isArray(errors)) {
      const start = JSON.stringify(text.slice(0, 80));
      throw new WrongUrl(`${url} is no GraphQL API: it answers HTTP ${status} with ${start}.`, status);
    }
    return {
      status,
      data,
      errorTypes: (errors ?? []).map(({ errorType }) => errorType ?? ''),
      message: errors?.[0]?.message ?? '',
      errorInfo: errors?.[0]?.errorInfo ?? null,
    };
  };
}

/** What TLS calls a certificate that is not trusted, has expired or is another's. */
const OF_CERTIFICATE = /CERT|UNABLE_TO_VERIFY|ALTNAME/;

/** Why a request failed: the message of `fetch` itself says no more than that it did. */
export function reasonOf(error: Error): string {
  const found = (error.cause instanceof Error ? error.cause : error) as NodeJS.ErrnoException;
  const { code = '', message = '' } = found;
  if (OF_CERTIFICATE.test(code)) {
    return `its certificate is not to be trusted (${message}); a local server's is trusted where --state-dir names its folder`;
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') {
    return 'it does not speak HTTPS: write http:// in place of https://';
  }
  return message || code || error.message;
}

function parse(text: string): {
  data?: unknown;
  errors?: { errorType?: string; message?: string; errorInfo?: unknown }[];
} {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
