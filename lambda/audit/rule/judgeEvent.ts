import { needsHealing } from '../../../domain/change/healing.ts';
import { checkOrder, timesOf } from '../../../domain/event/order.ts';
import { isWhole } from '../../../domain/event/seats.ts';
import type { EventItem } from '../../../domain/item.ts';
import { leaverPageOfKey } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { isTail } from '../../../domain/timestamp.ts';
import { asKeyed } from '../../../domain/waitlist/mendQueue.ts';
import { departuresOf } from '../../../domain/waitlist/departures.ts';
import type { EventTally } from './eventTally.ts';
import { findingOf, type Finding } from './finding.ts';
import type { RuleName } from './rules.ts';

/** With these findings it is not clear who waits in which order, and so not who must have left. */
const UNCLEAR: RuleName[] = [
  'event.waitlistCount',
  'queue.sameMoment',
  'queue.joinedDepartures',
  'queue.joinedPosition',
  'entry.misplaced',
  'entry.withoutRegistration',
  'entry.ofRegistered',
  'entry.second',
  'entry.otherMoment',
  'registration.withoutEntry',
];

/**
 * All that is wrong with an event.
 * @param people what is wrong with its places, person by person
 */
export function judgeAll(event: EventItem, tally: EventTally, people: Finding[]): Finding[] {
  const findings = [...judgeEvent(event, tally), ...people];
  const isClear = !findings.some(({ rule }) => UNCLEAR.includes(rule));
  return isClear ? [...findings, ...judgeLeavers(event, tally)] : findings;
}

/** What is wrong with what an event knows of those who have left its queue. */
function judgeLeavers(event: EventItem, { leavers }: EventTally): Finding[] {
  if (leavers?.isWrong === true) {
    return [findingOf('queue.leavers', event, `${event.waitlistNoted} have left, so it says`)];
  }
  return leavers?.isUnknown === true
    ? [
        findingOf(
          'queue.leaversUnknown',
          event,
          `${departuresOf(event)} have left, ${event.waitlistNoted ?? 'none'} noted`,
        ),
      ]
    : [];
}

/**
 * What is wrong with an event as a whole, by its entries and registrations of the same instant. The order of promotions
 * is compared by when people joined, which only grows; the hosts' clocks, which stamp promotions, may differ.
 */
function judgeEvent(event: EventItem, tally: EventTally): Finding[] {
  const { capacity, currentRegistrations, waitlistCount, waitlistTail } = event;
  const { registered, entries, newestEntry, newestPromoted, headWaitsSince, sameMoments, lowPositions } = tally;
  const departures = departuresOf(event);
  const times = timesOf(event);
  const disorder = checkOrder(times, times);
  const taken = Math.max(registered, currentRegistrations);
  const broken: [RuleName, boolean, string][] = [
    [
      'event.registrationCount',
      currentRegistrations !== registered,
      `currentRegistrations ${currentRegistrations}, registrations ${registered}`,
    ],
    ['event.waitlistCount', waitlistCount !== entries, `waitlistCount ${waitlistCount}, entries ${entries}`],
    [
      'event.waitlistTail',
      !isTailOf(event, newestEntry),
      `waitlistTail ${waitlistTail || 'empty'}, newest entry ${newestEntry || 'none'}`,
    ],
    [
      'event.freeSeat',
      needsHealing(event),
      `${currentRegistrations} of ${capacity} seats taken, ${waitlistCount} waiting`,
    ],
    ['event.oversold', taken > capacity, `${taken} registered, capacity ${capacity}`],
    ['event.times', disorder !== null, disorder?.message ?? ''],
    [
      'event.overtaken',
      headWaitsSince !== null && newestPromoted > headWaitsSince,
      `waiting since ${headWaitsSince}, promoted who joined ${newestPromoted}`,
    ],
    ['queue.sameMoment', sameMoments > 0, `${sameMoments} entries with the timestamp of the one before`],
    [
      'queue.joinedDepartures',
      !isWhole(event.waitlistJoins ?? 0) || (waitlistCount === entries && tally.leastDepartures > departures),
      `${departures} have left, ${tally.leastDepartures} must have`,
    ],
    ['queue.joinedPosition', lowPositions > 0, `${lowPositions} entries`],
  ];
  return [
    ...broken.filter(([, isBroken]) => isBroken).map(([rule, , found]) => findingOf(rule, event, found)),
    ...tally.misplaced.map((entry) =>
      findingOf('entry.misplaced', asKeyed(entry), `says entry of ${entry.waitlistedAt}, of the person or of another`),
    ),
    ...(tally.leavers?.strays ?? []).map((page) =>
      findingOf('leavers.withoutEvent', page, `of ${leaverPageOfKey(page).event}`),
    ),
  ];
}

/**
 * Whether an event's tail is not older than the newest entry, and no newer than it can be if that one has left: whoever
 * joined also stamped the event then, by a clock that may be wrong.
 */
export function isTailOf({ waitlistTail, updatedAt }: EventItem, newestEntry: string): boolean {
  if (!isTail(waitlistTail) || waitlistTail < newestEntry) {
    return false;
  }
  return waitlistTail <= newestEntry || !(Date.parse(waitlistTail) - Date.parse(updatedAt) > LIMITS.decidedAfterMs);
}
