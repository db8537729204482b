import type { EventItem, UserItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, userKey } from '../../../domain/keys.ts';
import { markErasing } from '../../../domain/user/deleteUser.ts';
import { erase } from '../../../lambda/cascade/erase.ts';
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
export function eraseOn(stage: VirtualStage, userId: string, table: Table = stage.table): Promise<boolean> {
  const host = fresh('eraser');
  let tokens = 0;
  const clock = {
    random: seeded(1),
    nowMs: () => stage.nowMs(),
    newToken: () => `${host}-${(tokens += 1)}`,
    sleep: (ms: number) => stage.pause(ms),
  };
  const report = { count: () => undefined, warn: () => undefined };
  const events = () => stage.items().filter(({ entityType }) => entityType === ENTITY_TYPES.event);
  const organized = {
    eventsOf: async (organizer: string) =>
      (events() as unknown as EventItem[]).filter((event) => event.organizer === organizer).map((one) => one.eventId),
  };
  return erase({ table, clock, report }, organized, userId, stage.nowMs() + 5 * MINUTE_MS);
}

/** Everything stored that names the person, in words; but for tickets, which are forgotten by themselves. */
export function traces(stage: VirtualStage, userId: string): string[] {
  return stage
    .items()
    .filter(({ entityType }) => entityType !== ENTITY_TYPES.ticket)
    .map((item) => JSON.stringify(item))
    .filter((text) => text.includes(userId));
}
