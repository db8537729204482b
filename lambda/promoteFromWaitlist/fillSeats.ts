import { needsHealing } from '../../domain/change/healing.ts';
import { isWhole } from '../../domain/event/seats.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import type { Reason } from '../../domain/verdict.ts';
import { fillSeat } from '../../domain/waitlist/fillSeat.ts';
import { looksDamaged, mendIfDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import { RightOfWay } from './lane/rightOfWay.ts';
import type { Answer, Filling } from './payload.ts';

/**
 * Heals an event that has free seats beside people waiting: promotes from the head until one of the two is used up. An
 * event that is gone, not live or healthy is left as it is. If the event counts others than its queue has, that is
 * mended. Where seats cannot be counted, none is free.
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
  for (;;) {
    const event = await effort.read((table) => table.get<EventItem>(eventKey(eventId)));
    if (event === null || !needsHealing(event)) {
      return { value: { promoted } };
    }
    if (!isWhole(event.waitlistCount)) {
      await mendOrGoAgain(effort, way, eventId, []);
      continue;
    }
    const heads = await readHeads(effort, eventId, 2);
    const [head] = heads;
    if (head === undefined) {
      await mendOrGoAgain(effort, way, eventId, []);
      continue;
    }
    const settlement = await effort.transact(fillSeat(event, head, heads.length, effort.now()));
    if (settlement.isDone) {
      promoted += 1;
      effort.effect = 'MAYBE_MADE';
      continue;
    }
    const { reasons } = settlement;
    const isMiscounted = event.waitlistCount < heads.length;
    if (isMiscounted || looksDamaged(reasons[0], reasons[1])) {
      await mendOrGoAgain(effort, way, eventId, reasons);
    } else {
      await way.goAgain(reasons);
    }
  }
}

async function mendOrGoAgain(effort: Effort, way: RightOfWay, eventId: string, reasons: Reason[]): Promise<void> {
  if (!(await mendIfDamaged(effort, eventId))) {
    await way.goAgain(reasons);
  }
}
