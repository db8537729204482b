import { randomUUID } from 'node:crypto';
import { recountEvent } from '../../../domain/event/recountEvent.ts';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { departuresOf, notedOf } from '../../../domain/waitlist/departures.ts';
import { noteQueue } from '../../../domain/waitlist/noteQueue.ts';
import type { Audit } from '../../../lambda/audit/checkEvent.ts';
import { EventTally } from '../../../lambda/audit/rule/eventTally.ts';
import { isTailOf } from '../../../lambda/audit/rule/judgeEvent.ts';
import { LeaverCheck } from '../../../lambda/audit/rule/leaverCheck.ts';
import type { Finding } from '../../../lambda/audit/rule/finding.ts';
import { ENTRIES_AT_ONCE, mendIfDamaged } from '../../../lambda/promoteFromWaitlist/damage.ts';
import { Effort } from '../../../lambda/promoteFromWaitlist/effort/effort.ts';
import { OutOfTime } from '../../../lambda/promoteFromWaitlist/effort/outOfTime.ts';
import { fillSeats } from '../../../lambda/promoteFromWaitlist/fillSeats.ts';
import type { Report } from '../../../lambda/promoteFromWaitlist/surroundings.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';

const PATIENCE_MS = 25_000;

/** The promoting function counts and warns; here the audit itself prints what was found and done. */
const UNHEARD: Report = { count: () => undefined, warn: () => undefined };

/**
 * Each way to repair. All are conditional transactions: whatever else changes the event at the same time, a repair is
 * still right when it is made, or is not made.
 */
export class Repairer {
  readonly #audit: Audit;
  readonly #table: Table;

  constructor(audit: Audit, table: Table) {
    this.#audit = audit;
    // The audit may read the lanes and sweep them; nobody there is asked to pause for it.
    this.#table = { ...table, write: async () => ({ isDone: false, item: null }) };
  }

  /**
   * Sets an event's numbers.
   * @param registered those counted since the event was read; null: that number is right
   * @param isQueueSound whether `waitlistTail` may follow the newest entry
   */
  async recount(read: EventItem, registered: number | null, isQueueSound: boolean): Promise<boolean> {
    const tally = new EventTally();
    for await (const page of this.#audit.reader.entries(read.eventId)) {
      page.forEach((entry) => tally.addEntry(entry));
    }
    const { entries, newestEntry, leastDepartures } = tally;
    const tail = isTailOf(read, newestEntry) ? read.waitlistTail : newestEntry;
    const counted = {
      currentRegistrations: registered ?? read.currentRegistrations,
      waitlistCount: entries,
      waitlistTail: isQueueSound ? tail : read.waitlistTail,
      departures: Math.max(notedOf(read), departuresOf(read), leastDepartures) + 1,
    };
    return this.#try(
      read.eventId,
      async (effort) => (await effort.transact([recountEvent(read, counted, effort.now())])).isDone,
    );
  }

  /**
   * Writes down who has left the queue out of turn, by who is there. Where that cannot be known, places are counted
   * from then on.
   */
  async note(eventId: string): Promise<boolean> {
    const read = await this.read(eventId);
    if (read === null) {
      return false;
    }
    const leavers = new LeaverCheck(read, await this.#audit.reader.leaverPages(eventId));
    const present = new Set<number>();
    for await (const page of this.#audit.reader.entries(eventId)) {
      for (const entry of page) {
        leavers.add(entry);
        present.add(entry.joinedPosition + (entry.joinedDepartures ?? NaN));
      }
    }
    const actions = (now: string) => noteQueue(read, leavers.leavers(present), now);
    return this.#try(eventId, async (effort) => (await effort.transact(actions(effort.now()))).isDone);
  }

  /**
   * Takes entries out of the queue, or writes them where they belong, if they still are nobody's who waits; gives
   * registrations the moments of their only entries.
   */
  async mend(eventId: string, findings: Finding[]): Promise<boolean> {
    let isAnyMended = false;
    for (let start = 0; start < findings.length; start += ENTRIES_AT_ONCE) {
      const entries = findings.slice(start, start + ENTRIES_AT_ONCE).map(({ key }) => key);
      const isMended = await this.#try(eventId, (effort) => mendIfDamaged(effort, eventId, { entries }));
      isAnyMended ||= isMended;
    }
    return isAnyMended;
  }

  /** Promotes the first of the queue onto free seats. */
  async promote(eventId: string): Promise<boolean> {
    return this.#try(eventId, async (effort) => {
      const answer = await fillSeats(effort, eventId);
      return 'value' in answer && answer.value.promoted > 0;
    });
  }

  read(eventId: string): Promise<EventItem | null> {
    return this.#audit.reader.get<EventItem>(eventKey(eventId));
  }

  /** @returns whether anything was repaired; false also when time ran out */
  async #try(eventId: string, repair: (effort: Effort) => Promise<boolean>): Promise<boolean> {
    const clock = { ...this.#audit.clock, newToken: () => randomUUID() };
    const effort = new Effort({ table: this.#table, clock, report: UNHEARD }, clock.nowMs() + PATIENCE_MS, 'NOT_MADE');
    return repair(effort).catch((error: unknown) => {
      if (error instanceof OutOfTime) {
        return false;
      }
      throw error;
    });
  }
}
