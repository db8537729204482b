import type { EventItem } from '../../../domain/item.ts';
import { confirmEvent, type Audit, type Verdict } from '../../../lambda/audit/checkEvent.ts';
import type { Finding } from '../../../lambda/audit/rule/finding.ts';
import { RULES, type Repair, type RuleName } from '../../../lambda/audit/rule/rules.ts';
import type { Repairer } from './repairer.ts';
import { registeredOf } from './registeredOf.ts';

/** One repair can uncover another: a corrected counter shows a free seat, its promotion a damaged entry. */
const ROUNDS = 20;
/** Events at a time. */
const GROUP = 50;
/** With this finding somebody's place in the queue is not clear, and promoting could pass that person over. */
const UNCLEAR_QUEUE: RuleName = 'registration.withoutEntry';

export interface Repaired {
  eventId: string;
  repairs: Repair[];
  /** What is wrong after the repairs, or that the event does not stand still. */
  left: Verdict;
}

/**
 * Repairs events as far as it is safe. The counters come first, because each other repair adds to them; then waitlist
 * entries that do not agree with a waiting registration; then who has left; then free seats. An event is checked again
 * after each repair, and what is left of its findings is answered at the end.
 */
export async function* repairEvents(audit: Audit, repairer: Repairer, eventIds: string[]): AsyncGenerator<Repaired> {
  for (let start = 0; start < eventIds.length; start += GROUP) {
    yield* await repairGroup(audit, repairer, eventIds.slice(start, start + GROUP));
  }
}

async function repairGroup(audit: Audit, repairer: Repairer, eventIds: string[]): Promise<Repaired[]> {
  const group = eventIds.map((eventId): Repaired => ({ eventId, repairs: [], left: [] }));
  let open = group;
  for (let round = 0; open.length > 0 && round < ROUNDS; round += 1) {
    await Promise.all(open.map(async (one) => void (one.left = await confirmEvent(audit, one.eventId))));
    const registered = await countWhereWrong(audit, repairer, open);
    const outcomes = await Promise.all(
      open.map(async (one) => ({ one, done: await repairOnce(repairer, one, registered) })),
    );
    open = outcomes.flatMap(({ one, done }) => (done === null ? [] : [(one.repairs.push(done), one)]));
  }
  for (const one of open) {
    one.left = await confirmEvent(audit, one.eventId);
  }
  return group;
}

interface Counted {
  read: EventItem;
  registered: number;
}

/** Registrations of the events whose number of them is wrong, with the event as it was before the counting. */
async function countWhereWrong(audit: Audit, repairer: Repairer, group: Repaired[]): Promise<Map<string, Counted>> {
  const wrong = group.filter(({ left }) => findingsOf(left).some(({ rule }) => rule === 'event.registrationCount'));
  const events = (await Promise.all(wrong.map(({ eventId }) => repairer.read(eventId)))).filter(
    (event) => event !== null,
  );
  if (events.length === 0) {
    return new Map();
  }
  const counts = await registeredOf(
    audit.reader,
    events.map(({ eventId }) => eventId),
  );
  return new Map(events.map((read) => [read.eventId, { read, registered: counts.get(read.eventId) ?? 0 }]));
}

/**
 * One kind of repair.
 * @returns which; null if nothing was repaired
 */
async function repairOnce(
  repairer: Repairer,
  { eventId, left }: Repaired,
  counted: Map<string, Counted>,
): Promise<Repair | null> {
  const findings = findingsOf(left);
  const forRepair = (repair: Repair) => findings.filter(({ rule }) => RULES[rule].repair === repair);
  const drops = forRepair('drop');
  const places = [...drops, ...forRepair('restamp')];
  // The tail waits for the drops: a damaged entry of the far future must not become the tail, behind which all later
  // entries would join.
  if (forRepair('recount').some(({ rule }) => rule !== 'event.waitlistTail' || drops.length === 0)) {
    const { read = await repairer.read(eventId), registered = null } = counted.get(eventId) ?? {};
    return read !== null && (await repairer.recount(read, registered, drops.length === 0)) ? 'recount' : null;
  }
  if (places.length > 0) {
    const repair = drops.length > 0 ? 'drop' : 'restamp';
    return (await repairer.mend(eventId, places)) ? repair : null;
  }
  if (forRepair('note').length > 0) {
    return (await repairer.note(eventId)) ? 'note' : null;
  }
  const isUnclear = findings.some(({ rule }) => rule === UNCLEAR_QUEUE);
  return forRepair('promote').length > 0 && !isUnclear && (await repairer.promote(eventId)) ? 'promote' : null;
}

function findingsOf(verdict: Verdict): Finding[] {
  return verdict === 'busy' ? [] : verdict;
}
