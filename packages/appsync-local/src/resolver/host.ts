import { randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import { formatDate } from './java/formatDate.ts';
import { NotEmulated } from './java/notEmulated.ts';
import { parseDate, UnparsableDate } from './java/parseDate.ts';
import { matchesJava, replaceJava } from './java/runPattern.ts';
import { ksuid } from './ksuid.ts';

type Primitive = string | number | boolean;

/** Begins an answer that is the reason of a failure: no exception of Node may come into the sandbox. */
export const failureMark = '\u0000';

const explained =
  (call: (...values: never[]) => Primitive) =>
  (...values: never[]): Primitive => {
    try {
      return call(...values);
    } catch (error) {
      if (error instanceof NotEmulated || error instanceof UnparsableDate) {
        return `${failureMark}${error.message}`;
      }
      throw error;
    }
  };

/** Refuses text that Java and Node encode differently. */
function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) {
    throw new NotEmulated('text with half a character');
  }
  return text;
}

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new NotEmulated(`util.urlDecode of text that is not url encoded (${text})`);
  }
}

function base64Decode(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const decoded = bytes.toString('utf8');
  if (bytes.toString('base64') !== text || Buffer.from(decoded, 'utf8').compare(bytes) !== 0) {
    throw new NotEmulated('util.base64Decode of something else than padded base64 of UTF-8 text');
  }
  return decoded;
}

/** Functions of Node that the library calls: primitives in, primitives out. */
export const host: Record<string, (...values: never[]) => Primitive> = {
  uuid: () => randomUUID(),
  ulid: () => ulid(),
  ksuid: () => ksuid(),
  urlEncode: explained((text: string) => new URLSearchParams({ v: wellFormed(text) }).toString().slice(2)),
  urlDecode: explained(urlDecode),
  base64Encode: explained((text: string) => Buffer.from(wellFormed(text), 'utf8').toString('base64')),
  base64Decode: explained(base64Decode),
  matches: explained(matchesJava),
  replace: explained(replaceJava),
  formatDate: explained(formatDate),
  parseDate: explained(parseDate),
};
