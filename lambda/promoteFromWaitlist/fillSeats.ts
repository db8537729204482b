import { needsHealing } from '../../domain/change/healing.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { fillSeat } from '../../domain/waitlist/fillSeat.ts';
import { dropIfDamaged, looksDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import { RightOfWay } from './lane/rightOfWay.ts';
import type { Answer, Filling } from './payload.ts';

/**
 * Heals an event that has free seats beside people waiting: promotes from the head until one of the two is used up. An
 * event that is gone, not live or healthy is left as it is. If the counter claims people but the queue has none, it
 * stops and reports, for nothing here can mend that.
 * @returns how many were promoted
 * @throws OutOfTime
 */
export async function fillSeats(effort: Effort, eventId: string): Promise<Answer<Filling>> {
  const way = new RightOfWay(effort, eventId);
  try {
    return await fillUntilHealthy(effort, way, eventId);
  } finally {
    await way.giveUp();
  }
}

async function fillUntilHealthy(effort: Effort, way: RightOfWay, eventId: string): Promise<Answer<Filling>> {
  let promoted = 0;
  let emptyAtVersion: number | null = null;
  for (;;) {
    const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
    if (event === null || !needsHealing(event)) {
      return { value: { promoted } };
    }
    if (event.waitlistVersion === emptyAtVersion) {
      effort.report.count('DamagedCounters');
      effort.report.warn('waitlistCount counts people, but the queue is empty', {
        eventId,
        waitlistCount: event.waitlistCount,
      });
      return { value: { promoted } };
    }
    const [head] = await readHeads(effort, eventId, 1);
    if (head === undefined) {
      emptyAtVersion = event.waitlistVersion;
      continue;
    }
    const settlement = await effort.transact(fillSeat(head, effort.now()));
    if (settlement.isDone) {
      promoted += 1;
      effort.effect = 'MAYBE_MADE';
      continue;
    }
    const [entry, registration] = settlement.reasons;
    if (!looksDamaged(entry, registration) || !(await dropIfDamaged(effort, head))) {
      await way.goAgain(settlement.reasons);
    }
  }
}
