/**
 * Who has left a queue out of turn, so that a place is known without counting who is before it
 * (docs/design.md#positions). Every join of an event's queue has a number; a page holds 2,400 of them, as bits.
 */

import { allOf, either, isAtLeast, lacks } from '../condition.ts';
import { isWhole } from '../event/seats.ts';
import type { EventItem, Join, LeaverPageItem, RegistrationItem } from '../item.ts';
import { ENTITY_TYPES, isLeaverPage, leaverPageKey, leaverPagesFrom, PAGE_JOINS, type KeyCondition } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { adding } from '../update.ts';
import { departuresOf } from './departures.ts';

/** Joins in one number: few enough for an exact sum in every language on the way. */
const WORD_JOINS = 30;
/** Joins beyond any queue: their pages would not sort as text. */
const MAX_JOINS = PAGE_JOINS * 1000000;

/** 2 to the power of 0 to 29. */
const POWERS = [
  1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576,
  2097152, 4194304, 8388608, 16777216, 33554432, 67108864, 134217728, 268435456, 536870912,
];
/** How many bits of 0 to 31 are set. */
const ONES = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 1, 2, 2, 3, 2, 3, 3, 4, 2, 3, 3, 4, 3, 4, 4, 5];
/** What the parts of a word count for, five bits each. */
const PARTS_OF_WORD = [1, 32, 1024, 32768, 1048576, 33554432];
/** A word that has all its bits is one less. */
const WORD_LIMIT = 1073741824;

/** A word's name, as `w00`. */
type WordName = 'left' | `w${number}`;

/**
 * Which join a registration is. So many had left before it, and so many were there with it: it follows from what it
 * stores already.
 * @returns null of registrations from before joins were counted, or whose numbers are none (damage)
 */
export function joinOf({ joinedPosition, joinedDepartures, joinedEvent }: RegistrationItem): Join | null {
  if (joinedPosition === undefined || joinedDepartures === undefined || joinedEvent === undefined) {
    return null;
  }
  const join = { event: joinedEvent, number: joinedPosition + joinedDepartures };
  return isJoin(join) ? join : null;
}

/** Whether a page can have this join. */
export function isJoin({ event, number }: Join): boolean {
  return typeof event === 'string' && isWhole(number) && number > 0 && number <= MAX_JOINS;
}

/**
 * Whether everybody who has left the queue out of turn, since anybody of it joined, is on a page; where the event's
 * numbers are none (damage), nobody knows.
 */
export function isNoted(event: EventItem): boolean {
  const { waitlistCount, waitlistJoins, waitlistNoted } = event;
  return isWhole(waitlistCount) && isWhole(waitlistJoins) && waitlistNoted === departuresOf(event);
}

/** Which join of this event's queue a registration is; null if its place must be counted among the entries. */
export function notedJoin(own: RegistrationItem, event: EventItem): Join | null {
  const join = joinOf(own);
  return join !== null && join.event === event.createdAt && isNoted(event) ? join : null;
}

/**
 * The place of somebody who waits: who joined up to them, less all who have left, but for those who had joined after
 * them. Whoever is promoted was before all who wait.
 * @param leftBehind how many who joined later have left
 * @returns null if that is no place of its queue (damage)
 */
export function positionOf({ number }: Join, event: EventItem, leftBehind: number): number | null {
  const position = number - departuresOf(event) + leftBehind;
  return position >= 1 && position <= event.waitlistCount ? position : null;
}

/**
 * Writes these different joins down as those of people who leave: one action for each page. It is refused where what
 * the page has cannot be added to (damage).
 */
export function noteLeavers(eventId: string, joins: Join[]): Action[] {
  return pagesOf(joins).map((page): Action => {
    const bits = bitsOf(joins, page);
    const names = Object.keys(bits) as WordName[];
    return {
      operation: 'UpdateItem',
      key: leaverPageKey(eventId, page.event, page.number),
      update: adding(bits, namesOf(eventId, page)),
      condition: allOf<LeaverPageItem>(names.map((name) => either(lacks(name), isAtLeast(name, 0)))),
    };
  });
}

/** Writes pages anew, with these different joins as the only ones on them; a page without any goes. */
export function rewriteLeavers(eventId: string, pages: Join[], joins: Join[]): Action[] {
  return pages.map((page): Action => {
    const key = leaverPageKey(eventId, page.event, page.number);
    const bits = bitsOf(joins, page);
    return bits.left === 0
      ? { operation: 'DeleteItem', key }
      : { operation: 'PutItem', key, attributes: { ...namesOf(eventId, page), ...bits } };
  });
}

function namesOf(eventId: string, { event, number }: Join): Record<string, unknown> {
  return { entityType: ENTITY_TYPES.leaverPage, eventId, event, page: number };
}

/** What those of some joins that are on a page amount to. */
function bitsOf(joins: Join[], page: Join): Record<string, number> & { left: number } {
  const bits: Record<string, number> = {};
  const own = joins.filter(({ event, number }) => event === page.event && pageOf(number) === page.number);
  for (const { number } of own) {
    const { word, bit } = spotOf(number);
    bits[word] = (bits[word] ?? 0) + (POWERS[bit] ?? 0);
  }
  return { left: own.length, ...bits };
}

/** The pages of these joins, each once. */
export function pagesOf(joins: Join[]): Join[] {
  const pages = joins.map(({ event, number }) => ({ event, number: pageOf(number) }));
  return pages.filter(
    (page, index) => !pages.slice(0, index).some((one) => one.event === page.event && one.number === page.number),
  );
}

/**
 * The pages on which somebody behind a join can be, its own first.
 * @param last the last one that is not wanted, null for all
 */
export function pagesBehind(eventId: string, { event, number }: Join, last: LeaverPageItem | null): KeyCondition {
  return leaverPagesFrom(eventId, event, pageOf(number), last);
}

/**
 * How many on some of its `pagesBehind` joined later than this; null if the pages do not say (damage). Of all but the
 * own one a single number is looked at.
 */
export function leftBehind(join: Join, pages: LeaverPageItem[]): number | null {
  let sum = 0;
  for (const page of pages) {
    const isOwn = isLeaverPage(page, join.event, pageOf(join.number));
    if (!isCount(page.left) || (isOwn && leaversOn(page) !== page.left)) {
      return null;
    }
    sum += isOwn ? laterOn(page, join) : page.left;
  }
  return sum;
}

function isCount(left: unknown): boolean {
  return isWhole(left) && (left as number) >= 0 && (left as number) <= PAGE_JOINS;
}

/** How many on the page of a join are later than it. */
function laterOn(page: LeaverPageItem, { number }: Join): number {
  const { word, bit } = spotOf(number);
  const words = wordsOf(page);
  let sum = onesIn(Math.floor((words[word] ?? 0) / (POWERS[bit] ?? 1) / 2));
  for (const name of Object.keys(words)) {
    sum += name > word ? onesIn(words[name] ?? 0) : 0;
  }
  return sum;
}

/** Whether a join is written down on its page; none if there is no such page. */
export function isOn(page: LeaverPageItem | undefined, { number }: Join): boolean {
  const { word, bit } = spotOf(number);
  return page !== undefined && Math.floor((wordsOf(page)[word] ?? 0) / (POWERS[bit] ?? 1)) % 2 === 1;
}

/** How many are written down on a page, by its words; null if one of those is none (damage). */
export function leaversOn(page: LeaverPageItem): number | null {
  const words = wordsOf(page);
  let sum = 0;
  for (const name of Object.keys(words)) {
    const word = words[name];
    if (!isWhole(word) || (word ?? 0) < 0 || (word ?? 0) >= WORD_LIMIT) {
      return null;
    }
    sum += onesIn(word ?? 0);
  }
  return sum;
}

/** The words of a page by their names, `w00` to `w79`. */
function wordsOf(page: LeaverPageItem): Record<string, number> {
  const all = page as unknown as Record<string, number>;
  const words: Record<string, number> = {};
  for (const name of Object.keys(page)) {
    if (name.indexOf('w') === 0) {
      words[name] = all[name] ?? 0;
    }
  }
  return words;
}

/** On which page of its event a join is. */
export function pageOf(number: number): number {
  return Math.floor((number - 1) / PAGE_JOINS);
}

/** Where on its page a join is. The names of words sort as they follow each other. */
function spotOf(number: number): { word: string; bit: number } {
  const place = (number - 1) % PAGE_JOINS;
  return { word: `w${`${100 + Math.floor(place / WORD_JOINS)}`.slice(1)}`, bit: place % WORD_JOINS };
}

/** How many of 30 bits are set. */
function onesIn(word: number): number {
  let sum = 0;
  for (const part of PARTS_OF_WORD) {
    sum += ONES[Math.floor(word / part) % 32] ?? 0;
  }
  return sum;
}
