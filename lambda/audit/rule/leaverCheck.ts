import type { EventItem, Join, LeaverPageItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { isWhole } from '../../../domain/event/seats.ts';
import { leaverPageOfKey } from '../../../domain/keys.ts';
import { joinsOf } from '../../../domain/waitlist/departures.ts';
import { isNoted, isOn, leftBehind, pageOf } from '../../../domain/waitlist/leavers.ts';
import type { Leavers } from '../../../domain/waitlist/noteQueue.ts';

/** Pages that are written anew in one transaction, beside the event. */
const MAX_REWRITTEN = 98;

/**
 * Holds an event's queue, entry by entry in its order, against the pages of those who have left it: between two who are
 * there, and after the last one, everybody who has joined must be on them, and nobody who is there.
 */
export class LeaverCheck {
  readonly #event: EventItem;
  readonly #pages: Map<number, LeaverPageItem>;
  #head: Join | null = null;
  #last: Join | null = null;
  /** Whether each has joined after the one before, and none after the last join that the event knows of. */
  #isInOrder = true;
  #isFitting = true;
  /** Pages of another event that had the id. */
  readonly strays: LeaverPageItem[];

  constructor(event: EventItem, pages: LeaverPageItem[]) {
    this.#event = event;
    const isOwn = (page: LeaverPageItem) => leaverPageOfKey(page).event === event.createdAt;
    this.strays = pages.filter((page) => !isOwn(page));
    this.#pages = new Map(pages.filter(isOwn).map((page) => [Number(leaverPageOfKey(page).page), page]));
  }

  /** Entries from before joins were counted have no number, and stand before all that have one. */
  add({ joinedPosition, joinedDepartures }: WaitlistEntryItem): void {
    const last = this.#last;
    const number = joinedPosition + (joinedDepartures ?? NaN);
    const isNext = number > (last?.number ?? 0) && number <= this.#joins;
    if (!isNext) {
      this.#isInOrder &&= last === null && joinedDepartures === undefined;
      return;
    }
    const join = { event: this.#event.createdAt, number };
    const gap = last === null ? 0 : number - last.number - 1;
    this.#isFitting &&= !isOn(this.#pages.get(pageOf(number)), join);
    this.#isFitting &&= gap === 0 || this.#behind(last!) - this.#behind(join) === gap;
    this.#head ??= join;
    this.#last = join;
  }

  /** Whether the event takes its pages for right, and they are not. */
  get isWrong(): boolean {
    const isFitting =
      this.#isFitting && (this.#last === null || this.#behind(this.#last) === this.#joins - this.#last.number);
    return isNoted(this.#event) && !(this.#isInOrder && isFitting);
  }

  /** Whether places must be counted that could be known, or what the event counts is no number. */
  get isUnknown(): boolean {
    return !isNoted(this.#event) && (this.isKnowable || !isWhole(this.#event.waitlistNoted ?? 0));
  }

  /** Whether the pages can be written by who is there, in one transaction. */
  get isKnowable(): boolean {
    return this.#isInOrder && this.#head !== null && this.#pagesToRewrite().length <= MAX_REWRITTEN;
  }

  /**
   * Who has left behind the head; null if that is not knowable.
   * @param present the join numbers of those who are there
   */
  leavers(present: Set<number>): Leavers | null {
    if (!this.isKnowable) {
      return null;
    }
    const { createdAt: event } = this.#event;
    const first = this.#head?.number ?? this.#joins;
    const joins = Array.from({ length: this.#joins - first }, (_, index) => first + 1 + index)
      .filter((number) => !present.has(number))
      .map((number) => ({ event, number }));
    return { pages: this.#pagesToRewrite().map((number) => ({ event, number })), joins };
  }

  /** Those on which somebody behind the head can be, by the event or as stored. */
  #pagesToRewrite(): number[] {
    const first = pageOf(this.#head?.number ?? this.#joins);
    const count = Math.min(pageOf(this.#joins) - first, MAX_REWRITTEN) + 1;
    const needed = Array.from({ length: count }, (_, index) => first + index);
    return [...new Set([...needed, ...this.#pages.keys()])].filter((page) => page >= first);
  }

  get #joins(): number {
    return joinsOf(this.#event);
  }

  /** NaN if the pages do not say. */
  #behind(join: Join): number {
    const pages = [...this.#pages].filter(([page]) => page >= pageOf(join.number)).map(([, page]) => page);
    return leftBehind(join, pages) ?? NaN;
  }
}
