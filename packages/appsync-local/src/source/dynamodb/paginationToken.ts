import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { readAttributes, type Attributes } from './attributeValues.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const version = 3;

/**
 * Makes and reads `nextToken`s that only the resolver (and index) they were made for accepts
 * (docs/reference/appsync.md#nexttoken).
 */
export interface PaginationTokens {
  /** `boundTo` is whatever must be the same when the token comes back. */
  seal(lastKey: Attributes, boundTo: string[]): string;
  /** The key to go on from, or undefined for a foreign or mangled token. */
  open(token: string, boundTo: string[]): Attributes | undefined;
}

/** `secret` may have any length; tokens live as long as it does. */
export function paginationTokens(secret: Uint8Array): PaginationTokens {
  const key = hash('sha256', secret, 'buffer');
  return {
    seal(lastKey, boundTo) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(JSON.stringify(boundTo)));
      const content = [cipher.update(typedJson(lastKey), 'utf8'), cipher.final()];
      const sealed = Buffer.concat([iv, ...content, cipher.getAuthTag()]);
      return Buffer.from(JSON.stringify({ version, token: sealed.toString('base64') })).toString('base64');
    },
    open(token, boundTo) {
      try {
        const envelope = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as {
          version: number;
          token: string;
        };
        const canonicalText = Buffer.from(JSON.stringify(envelope)).toString('base64') === token;
        const sealed = Buffer.from(envelope.token, 'base64');
        if (!canonicalText || envelope.version !== version || sealed.toString('base64') !== envelope.token) {
          return undefined;
        }
        const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes))
          .setAAD(Buffer.from(JSON.stringify(boundTo)))
          .setAuthTag(sealed.subarray(-tagBytes));
        const content =
          decipher.update(sealed.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
        return readAttributes(JSON.parse(content), '$[nextToken]');
      } catch {
        return undefined;
      }
    },
  };
}

/** Key attributes are texts, numbers or binary; binary goes as base64, as in requests. */
function typedJson(lastKey: Attributes): string {
  const entries = Object.entries(lastKey).map(([name, { S, N, B }]) => [
    name,
    B ? { B: Buffer.from(B).toString('base64') } : { S, N },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
