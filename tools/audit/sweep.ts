import type { EventItem, LeaverPageItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { cancellationKey, ENTITY_TYPES, leaverPageOfKey, placeOfKey } from '../../domain/keys.ts';
import { asKeyed } from '../../domain/waitlist/mendQueue.ts';
import { EventTally } from '../../lambda/audit/rule/eventTally.ts';
import { findingOf, type Finding } from '../../lambda/audit/rule/finding.ts';
import { judgeAll } from '../../lambda/audit/rule/judgeEvent.ts';
import { LeaverCheck } from '../../lambda/audit/rule/leaverCheck.ts';
import { judgePerson } from '../../lambda/audit/rule/judgePerson.ts';
import { keyText } from '../../lambda/audit/rule/keyText.ts';
import { parentsOf } from '../../lambda/audit/rule/parents.ts';
import { judgeEnding } from '../../lambda/audit/rule/judgeEnding.ts';
import { judgeShape } from '../../lambda/audit/rule/shape.ts';
import { isToBeTold, judgeTelling } from '../../lambda/audit/rule/judgeTelling.ts';
import type { StoredItem } from '../running/tableContent.ts';

/**
 * Every promise of the system that stored items alone can break, checked over a whole table at rest by the rules of the
 * audit: the broken ones, in words; empty if all hold.
 * @param nowMs when that is, in epoch milliseconds: what goes on in the background may take a day
 */
export function sweep(items: StoredItem[], nowMs = Date.now()): string[] {
  return sweepFindings(items, nowMs).map(({ rule, key, found }) => `${rule}: ${keyText(key)}: ${found}`);
}

/** As `sweep`, as the audit says it. */
export function sweepFindings(items: StoredItem[], nowMs = Date.now()): Finding[] {
  const stored = new Map(items.map((item) => [keyText(item), item]));
  const ofType = <T>(entityType: string) => items.filter((item) => item.entityType === entityType) as unknown as T[];
  const registrations = groupsOf(ofType<RegistrationItem>(ENTITY_TYPES.registration), ({ eventId }) => eventId);
  const entries = groupsOf(ofType<WaitlistEntryItem>(ENTITY_TYPES.waitlistEntry), (entry) => placeOfKey(entry).eventId);
  const pages = groupsOf(ofType<LeaverPageItem>(ENTITY_TYPES.leaverPage), (page) => leaverPageOfKey(page).eventId);
  return [
    ...items.flatMap(judgeShape),
    ...items
      .filter((item) => judgeShape(item).length === 0)
      .flatMap((item) =>
        parentsOf(item)
          .filter(({ key, isWanted }) => stored.has(keyText(key)) !== isWanted)
          .map(({ rule, found }) => findingOf(rule, item, found)),
      ),
    ...items.flatMap((item) => judgeEnding(item, nowMs)),
    ...items
      .filter((item) => isToBeTold(item, nowMs))
      .flatMap((item) => judgeTelling(item, stored.get(keyText(cancellationKey(String(item.eventId)))) ?? null)),
    ...ofType<EventItem>(ENTITY_TYPES.event).flatMap((event) =>
      sweepEvent(
        event,
        registrations.get(event.eventId) ?? [],
        entries.get(event.eventId) ?? [],
        pages.get(event.eventId) ?? [],
      ),
    ),
  ];
}

function sweepEvent(
  event: EventItem,
  registrations: RegistrationItem[],
  entries: WaitlistEntryItem[],
  pages: LeaverPageItem[],
): Finding[] {
  const tally = new EventTally(new LeaverCheck(event, pages));
  const inOrder = [...entries].sort((one, other) => (keyText(one) < keyText(other) ? -1 : 1));
  inOrder.forEach((entry) => tally.addEntry(entry));
  registrations.forEach((registration) => tally.addRegistration(registration));
  const ofUser = new Map(registrations.map((registration) => [registration.userId, registration]));
  const keyed = groupsOf(entries.map(asKeyed), ({ userId }) => userId);
  const people = new Set([...ofUser.keys(), ...keyed.keys()]);
  const places = [...people].flatMap((person) => judgePerson(ofUser.get(person) ?? null, keyed.get(person) ?? []));
  return judgeAll(event, tally, places);
}

function groupsOf<T>(items: T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item)) ?? [];
    group.push(item);
    groups.set(nameOf(item), group);
  }
  return groups;
}
