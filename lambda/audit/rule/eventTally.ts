import type { RegistrationStatus, WaitlistEntryItem } from '../../../domain/item.ts';
import { placeOfKey } from '../../../domain/keys.ts';
import { statusOf } from '../../../domain/registration/status.ts';
import { isTail } from '../../../domain/timestamp.ts';
import type { LeaverCheck } from './leaverCheck.ts';
import { isMisplaced } from '../../../domain/waitlist/mendQueue.ts';

/** If there are more, the next audit finds the others. */
const MAX_MISPLACED = 1000;

/** What the audit needs of a registration. The inverted index has all but why somebody was let in out of turn. */
export interface RegistrationRow {
  registrationStatus?: RegistrationStatus;
  registeredAt?: string;
  waitlistedAt?: string;
  admissionReason?: string;
}

/** Adds up an event's entries as stored, in order, and registrations, in any order, without keeping them. */
export class EventTally {
  registered = 0;
  entries = 0;
  /** `waitlistedAt` of the newest entry behind which somebody can join, `""` if there is none. */
  newestEntry = '';
  /** Entries with the timestamp of their predecessor. */
  sameMoments = 0;
  /** Entries whose `joinedPosition` is smaller than their place. */
  lowPositions = 0;
  /** How many must have left the queue for all entries to be where they are; -Infinity if no entry says. */
  leastDepartures = -Infinity;
  /** The newest `waitlistedAt` of those who were promoted in turn, `""` if nobody was. */
  newestPromoted = '';
  /** Entries whose attributes name another place than their key; of very many only some. */
  readonly misplaced: WaitlistEntryItem[] = [];
  /** Null where pages of leavers are not looked at. */
  readonly leavers: LeaverCheck | null;
  #lastEntry: string | null = null;
  #oldestEntry: string | null = null;
  #oldestWaiting: string | null = null;

  constructor(leavers: LeaverCheck | null = null) {
    this.leavers = leavers;
  }

  addEntry(entry: WaitlistEntryItem): void {
    const { waitlistedAt } = placeOfKey(entry);
    const { joinedPosition, joinedDepartures = -Infinity } = entry;
    if (isMisplaced(entry) && this.misplaced.length < MAX_MISPLACED) {
      this.misplaced.push(entry);
    }
    this.entries += 1;
    this.leavers?.add(entry);
    this.#oldestEntry ??= waitlistedAt;
    this.sameMoments += waitlistedAt === this.#lastEntry ? 1 : 0;
    this.lowPositions += joinedPosition < this.entries ? 1 : 0;
    const placesGained = Math.max(0, joinedPosition - this.entries);
    this.leastDepartures = Math.max(this.leastDepartures, joinedDepartures + placesGained);
    this.#lastEntry = waitlistedAt;
    this.newestEntry = isTail(waitlistedAt) ? waitlistedAt : this.newestEntry;
  }

  /** Whether somebody has a seat who had joined after the first of the entries, which are all added. */
  hasOvertaken(row: RegistrationRow): boolean {
    const { waitlistedAt = '' } = row;
    return statusOf(row) === 'REGISTERED' && this.#oldestEntry !== null && waitlistedAt > this.#oldestEntry;
  }

  addRegistration(row: RegistrationRow): void {
    const { waitlistedAt = '', admissionReason } = row;
    if (statusOf(row) === 'REGISTERED') {
      this.registered += 1;
      const isNewest = admissionReason === undefined && waitlistedAt > this.newestPromoted;
      this.newestPromoted = isNewest ? waitlistedAt : this.newestPromoted;
    } else if (this.#oldestWaiting === null || waitlistedAt < this.#oldestWaiting) {
      this.#oldestWaiting = waitlistedAt;
    }
  }

  /** Since when the first of the queue waits; null if nobody does, or entry and registration do not agree on it. */
  get headWaitsSince(): string | null {
    return this.#oldestEntry === this.#oldestWaiting ? this.#oldestEntry : null;
  }
}
