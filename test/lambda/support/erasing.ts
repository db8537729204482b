import type { EventItem, UserItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, userKey } from '../../../domain/keys.ts';
import { markErasing } from '../../../domain/user/deleteUser.ts';
import { erase, type EraseTask } from '../../../lambda/cascade/erase.ts';
import { Effort } from '../../../lambda/promoteFromWaitlist/effort/effort.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { seeded } from './clock.ts';
import { fresh } from './world.ts';
import type { VirtualStage } from './virtualStage.ts';

const MINUTE_MS = 60_000;

/** Marks the person's profile; `agoMs` ago, where what was begun before is over. */
export async function mark(stage: VirtualStage, userId: string, agoMs = 0): Promise<void> {
  await stage.world.apply([markErasing(userId, new Date(stage.nowMs() - agoMs).toISOString())]);
}

export function profile(stage: VirtualStage, userId: string): Promise<UserItem | null> {
  return stage.table.get<UserItem>(userKey(userId));
}

/** Erases, as one invocation of five minutes does, on a host of its own. */
export async function eraseOn(stage: VirtualStage, userId: string, table: Table = stage.table): Promise<void> {
  const host = fresh('eraser');
  let tokens = 0;
  const clock = {
    random: seeded(1),
    nowMs: () => stage.nowMs(),
    newToken: () => `${host}-${(tokens += 1)}`,
    sleep: (ms: number) => stage.pause(ms),
  };
  const surroundings = { table, clock, report: { count: () => undefined, warn: () => undefined } };
  const effortFor = (ms: number) => new Effort(surroundings, stage.nowMs() + ms, 'NOT_MADE');
  const events = () => stage.items().filter(({ entityType }) => entityType === ENTITY_TYPES.event);
  const eventsOf = async (organizer: string) =>
    (events() as unknown as EventItem[]).filter((event) => event.organizer === organizer).map((one) => one.eventId);
  const work = { effort: effortFor(5 * MINUTE_MS), effortFor, eventsOf };
  for (let left: EraseTask | null = { operation: 'erase', userId }; left !== null;) {
    left = await erase(work, left);
  }
}

/** Everything stored that names the person, in words; but for tickets, which are forgotten by themselves. */
export function traces(stage: VirtualStage, userId: string): string[] {
  return stage
    .items()
    .filter(({ entityType }) => entityType !== ENTITY_TYPES.ticket)
    .map((item) => JSON.stringify(item))
    .filter((text) => text.includes(userId));
}
