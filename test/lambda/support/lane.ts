import { askingToLeave, askingToRegister, leaveTicket, type Asking } from '../../../domain/lane/ticket.ts';
import { leaseKey, tableOf } from '../../../domain/keys.ts';
import type { Action } from '../../../domain/transaction.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { withFaults } from './faults.ts';
import { virtualStage, type VirtualStage } from './virtualStage.ts';
import { fresh } from './world.ts';

/** Work on a stage of its own. */
export function onStage<T>(work: (stage: VirtualStage) => Promise<T>): Promise<T> {
  const stage = virtualStage();
  return stage.run(() => work(stage));
}

const timestamp = (ms: number) => new Date(ms).toISOString();

/** A ticket to register that was left this long after now, with so much time. */
export function ticketOf(stage: VirtualStage, eventId: string, userId: string, afterMs = 0, timeMs = 20_000): Asking {
  const askedAt = timestamp(stage.nowMs() + afterMs);
  const request = { userId, eventId, requestId: fresh('request'), begunAt: askedAt };
  return askingToRegister(request, askedAt, stage.nowMs() + timeMs, null);
}

/** A ticket to give a seat up: of the registration with that request id, or that is there when it is left (null). */
export function leavingTicketOf(
  stage: VirtualStage,
  eventId: string,
  userId: string,
  pinned: string | null,
  afterMs = 0,
  timeMs = 20_000,
): Asking {
  const { askedAt, deadlineMs } = ticketOf(stage, eventId, userId, afterMs, timeMs);
  const wish = { kind: 'leaveSeat' as const, pinned, begunAt: askedAt };
  return askingToLeave({ userId, eventId }, wish, { requestId: fresh('t'), askedAt, deadlineMs, organizer: null });
}

/** Somebody holds the lease, and does nothing, until this long from now. */
export async function holdLease(stage: VirtualStage, eventId: string, forMs: number): Promise<void> {
  const attributes = { entityType: 'Lease', holder: 'somebody', untilMs: stage.nowMs() + forMs, expiresAt: 0 };
  await stage.table.write({ operation: 'PutItem', key: leaseKey(eventId), attributes });
}

/** Leaves tickets that nobody watches. */
export async function leaveAll(stage: VirtualStage, tickets: Asking[]): Promise<void> {
  await Promise.all(tickets.map((ticket) => stage.table.write(leaveTicket(ticket))));
}

/** Tickets to register of new users, left one millisecond after the other. */
export async function leaveFor(stage: VirtualStage, eventId: string, people: string[]): Promise<void> {
  await leaveAll(
    stage,
    people.map((userId, n) => ticketOf(stage, eventId, userId, n - people.length)),
  );
}

/** The table, how many people each of its group transactions was to serve, and when it was sent. */
export function counted(table: Table, nowMs = (): number => 0): Table & { groups: number[]; sentMs: number[] } {
  const groups: number[] = [];
  const sentMs: number[] = [];
  const noted = withFaults(table, (_, actions) => {
    groups.push(actions.filter((action) => isTicket(action)).length);
    sentMs.push(nowMs());
    return null;
  });
  return { ...noted, groups, sentMs };
}

/** Whether an action is about a ticket. */
export const isTicket = ({ key }: Action) => tableOf(key) === 'lane';

/** What people were told: a seat, a position, or an error. */
export const outcomes = (answers: Awaited<ReturnType<VirtualStage['world']['register']>>[]) =>
  answers.map((answer) => ('value' in answer ? (answer.value.position ?? 'seat') : answer.failure.errorType));
