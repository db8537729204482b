import { needsHealing } from '../../domain/change/healing.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { judgeReason, type Reason } from '../../domain/verdict.ts';
import { fillSeat } from '../../domain/waitlist/fillSeat.ts';
import { looksDamaged, mendIfDamaged, readHeads } from './damage.ts';
import type { Effort } from './effort/effort.ts';
import { RightOfWay } from './lane/rightOfWay.ts';
import type { Answer, Filling } from './payload.ts';

/**
 * Heals an event that has free seats beside people waiting: promotes from the head until one of the two is used up. An
 * event that is gone, not live or healthy is left as it is. If the event counts others than its queue has, that is
 * mended. If its numbers say that there is a seat, and DynamoDB says that there is none, they are no numbers: it stops
 * and reports, for nothing here can mend that.
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
    const heads = await readHeads(effort, eventId, 2);
    const [head] = heads;
    if (head === undefined) {
      await mendOrGoAgain(effort, way, eventId, []);
      continue;
    }
    const settlement = await effort.transact(fillSeat(head, heads.length, effort.now()));
    if (settlement.isDone) {
      promoted += 1;
      effort.effect = 'MAYBE_MADE';
      continue;
    }
    const { reasons } = settlement;
    const isMiscounted = event.waitlistCount < heads.length;
    if (!isMiscounted && isRefusedAsRead(reasons[2], event)) {
      effort.report.count('DamagedCounters');
      effort.report.warn('An event whose seats cannot be counted', { eventId });
      return { value: { promoted } };
    }
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

/** Whether the event was refused although it has a seat for somebody, and has not changed since it was read. */
function isRefusedAsRead(reason: Reason | undefined, read: EventItem): boolean {
  const item = reason !== undefined && judgeReason(reason) === 'FAILED' ? (reason.item as EventItem | null) : null;
  return item !== null && item.version === read.version && item.createdAt === read.createdAt && needsHealing(item);
}
