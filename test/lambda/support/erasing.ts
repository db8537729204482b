import type { UserItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, userKey } from '../../../domain/keys.ts';
import { markErasing } from '../../../domain/user/deleteUser.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { Cascades } from './cascade.ts';
import type { VirtualStage } from './virtualStage.ts';

/** Marks the person's profile; `agoMs` ago, where what was begun before is over. */
export async function mark(stage: VirtualStage, userId: string, agoMs = 0): Promise<void> {
  await stage.world.apply([markErasing(userId, new Date(stage.nowMs() - agoMs).toISOString())]);
}

export function profile(stage: VirtualStage, userId: string): Promise<UserItem | null> {
  return stage.table.get<UserItem>(userKey(userId));
}

/** Erases, as the stream has it done. */
export function eraseOn(stage: VirtualStage, userId: string, table?: Table): Promise<void> {
  return new Cascades(stage).run({ operation: 'erase', userId }, { table });
}

/** Everything stored that names the person, in words; but for tickets, which are forgotten by themselves. */
export function traces(stage: VirtualStage, userId: string): string[] {
  return stage
    .items()
    .filter(({ entityType }) => entityType !== ENTITY_TYPES.ticket)
    .map((item) => JSON.stringify(item))
    .filter((text) => text.includes(userId));
}
