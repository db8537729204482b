import { createHash } from 'node:crypto';
import { registrationKey, type Key } from '../../domain/keys.ts';
import type { WaitlistEntryItem } from '../../domain/item.ts';
import { keyText } from './rule/keyText.ts';

/** Buckets of one byte of the hash each: what differs lies in few of them. */
const BUCKETS = 256;
/** Members of differing buckets that are held in memory, roughly, however much is wrong. */
const MAX_KEPT = 20_000;

/** Somebody who waits since a certain time, according to an entry or to a registration. */
export interface Member {
  side: 'entry' | 'registration';
  registration: Key;
  waitlistedAt: string;
  /** The entry's own key. */
  entry: Key | null;
}

export function memberByEntry(entry: WaitlistEntryItem): Member {
  return {
    side: 'entry',
    registration: registrationKey(entry.userId, entry.eventId),
    waitlistedAt: entry.waitlistedAt,
    entry,
  };
}

export function memberByRegistration(registration: Key, waitlistedAt: string): Member {
  return { side: 'registration', registration, waitlistedAt, entry: null };
}

/**
 * Tells whether entries and waiting registrations are the same people at the same moments, without keeping them and
 * although they come in different orders: equal sets have equal sums of hashes. Where they differ, a second pass over
 * both keeps only the buckets that do.
 */
export class QueueFingerprint {
  readonly #differences = new Array<bigint>(BUCKETS).fill(0n);
  #members = 0;

  add(member: Member): void {
    const { bucket, value } = hashOf(member);
    this.#differences[bucket] = (this.#differences[bucket] ?? 0n) + (member.side === 'entry' ? value : -value);
    this.#members += 1;
  }

  get isEven(): boolean {
    return this.#differences.every((sum) => sum === 0n);
  }

  /** For the second pass; of very many differing buckets only some. */
  unmatched(): UnmatchedMembers {
    const differing = this.#differences.flatMap((sum, bucket) => (sum === 0n ? [] : [bucket]));
    const perBucket = Math.max(1, this.#members / BUCKETS);
    return new UnmatchedMembers(new Set(differing.slice(0, Math.max(1, Math.floor(MAX_KEPT / perBucket)))));
  }
}

/** The members of some buckets that have come from one side only. */
export class UnmatchedMembers {
  readonly #buckets: Set<number>;
  readonly #left = new Map<string, Member>();

  constructor(buckets: Set<number>) {
    this.#buckets = buckets;
  }

  add(member: Member): void {
    if (!this.#buckets.has(hashOf(member).bucket)) {
      return;
    }
    const text = textOf(member);
    const other = this.#left.get(text);
    if (other !== undefined && other.side !== member.side) {
      this.#left.delete(text);
    } else {
      this.#left.set(text, member);
    }
  }

  /** By person: the key of the registration, and those of entries that it does not have. */
  people(): { registration: Key; entries: Key[] }[] {
    const people = new Map<string, { registration: Key; entries: Key[] }>();
    for (const { registration, entry } of this.#left.values()) {
      const text = keyText(registration);
      const person = people.get(text) ?? { registration, entries: [] };
      people.set(text, person);
      if (entry !== null) {
        person.entries.push(entry);
      }
    }
    return [...people.values()];
  }
}

function textOf({ registration, waitlistedAt }: Member): string {
  return `${keyText(registration)} ${waitlistedAt}`;
}

function hashOf(member: Member): { bucket: number; value: bigint } {
  const digest = createHash('sha256').update(textOf(member)).digest();
  return { bucket: digest.readUInt8(31), value: digest.readBigUInt64BE(0) };
}
