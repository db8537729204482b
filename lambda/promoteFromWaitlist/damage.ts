import type { RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { registrationKey, waitlistEntryKey, waitlistOfEvent } from '../../domain/keys.ts';
import { judgeReason, type Reason } from '../../domain/verdict.ts';
import { dropEntry } from '../../domain/waitlist/dropEntry.ts';
import type { Effort } from './effort/effort.ts';

/**
 * The first entries of the queue, in order.
 * @throws OutOfTime
 */
export function readHeads(effort: Effort, eventId: string, limit: number): Promise<WaitlistEntryItem[]> {
  return effort.read((table) => table.query<WaitlistEntryItem>(waitlistOfEvent(eventId), limit));
}

/** Whether the two reasons of a promotion say that the entry is there, but its registration does not wait for it. */
export function looksDamaged(entry: Reason | undefined, registration: Reason | undefined): boolean {
  return (
    entry !== undefined &&
    registration !== undefined &&
    judgeReason(entry) === 'HELD' &&
    judgeReason(registration) === 'FAILED'
  );
}

/**
 * Takes an entry out of the queue if it is damaged, so that it does not stop the line (docs/design.md#damage). Reasons
 * of a cancelled promotion may be of different instants, hence the proof by a transactional read. Nothing in the system
 * makes such entries.
 * @returns whether it was damaged
 * @throws OutOfTime
 */
export async function dropIfDamaged(effort: Effort, entry: WaitlistEntryItem): Promise<boolean> {
  const { eventId, userId, waitlistedAt } = entry;
  const keys = [waitlistEntryKey(eventId, waitlistedAt, userId), registrationKey(userId, eventId)];
  const [stored, owner] = await effort.read((table) => table.getTogether(keys));
  const registration = owner as RegistrationItem | null | undefined;
  const isWaiting = registration?.registrationStatus === 'WAITLISTED' && registration.waitlistedAt === waitlistedAt;
  if (!stored || isWaiting) {
    return false;
  }
  await drop(effort, entry);
  return true;
}

async function drop(effort: Effort, entry: WaitlistEntryItem): Promise<void> {
  const { eventId, waitlistedAt } = entry;
  const effectBefore = effort.effect;
  try {
    const settlement = await effort.transact(dropEntry(entry, effort.now()));
    if (!settlement.isDone) {
      await effort.goAgain(settlement.reasons);
      return;
    }
    effort.report.count('DamagedEntries');
    effort.report.warn('Dropped a waitlist entry without a waiting registration', { eventId, waitlistedAt });
  } finally {
    // Mending is no part of what the request asked for.
    effort.effect = effectBefore;
  }
}
