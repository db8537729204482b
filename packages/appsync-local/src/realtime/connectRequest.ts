import type { IncomingMessage } from 'node:http';
import type { AuthRequest } from '../auth/caller.ts';

/** A connect that cannot be read; answered with BadRequestException, 400. */
export class BadConnect extends Error {
  override readonly name = 'BadConnect';
}

const EMPTY_PAYLOAD = '{}';

/**
 * What a connect has to be authenticated as: a POST to /graphql/connect with the headers that the client put into the
 * query parameter `header` (base64), into a subprotocol `header-…` (base64url), or sent as headers
 * (docs/reference/appsync.md#connecting). Throws BadConnect when they cannot be decoded.
 */
export function readConnectRequest(request: IncomingMessage, sourceIp: string[]): AuthRequest {
  const { searchParams } = new URL(request.url ?? '/', 'http://local');
  const subprotocol = protocolsOf(request).find((name) => name.startsWith('header-'));
  const header = searchParams.get('header');
  const payload = searchParams.get('payload');
  const base = { method: 'POST', url: '/graphql/connect', sourceIp };
  if (subprotocol === undefined && header === null) {
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return { ...base, headers: Object.fromEntries(headers), body: EMPTY_PAYLOAD };
  }
  const encoded =
    subprotocol === undefined ? decodeBase64(header ?? '') : decodeBase64Url(subprotocol.slice('header-'.length));
  const headers = headersFrom(parseObject(encoded));
  if (headers.host === undefined || headers.host === '') {
    throw new BadConnect('The header names no host.');
  }
  return { ...base, headers, body: payload === null ? EMPTY_PAYLOAD : decodeBase64(payload) };
}

/** The subprotocols that a client offers. */
export function protocolsOf({ headers }: IncomingMessage): string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').flatMap((name) => name.trim() || []);
}

/** Headers by lower-case name from what a client sent as JSON; values that are no texts are left out. */
export function headersFrom(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])),
  );
}

function decodeBase64(text: string): string {
  // In a query string that was not escaped, a plus has become a blank.
  const restored = text.replaceAll(' ', '+');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(restored)) {
    throw new BadConnect('The header is not base64.');
  }
  return Buffer.from(restored, 'base64').toString('utf8');
}

function decodeBase64Url(text: string): string {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) {
    throw new BadConnect('The header is not base64url.');
  }
  return Buffer.from(text, 'base64url').toString('utf8');
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Not JSON: refused like any other text that is no object.
  }
  throw new BadConnect('The header is not a JSON object.');
}
