import type { RegistrationItem } from '../../domain/item.ts';
import { keyOf, leaseKey, leaverPageKey, pauseKey, registrationKey, type Key } from '../../domain/keys.ts';
import { askForPause } from '../../domain/lane/pause.ts';
import { takeLease } from '../../domain/lane/lease.ts';
import { queueOf } from '../audit/support/plant.ts';
import { virtualStage, type VirtualStage } from '../lambda/support/virtualStage.ts';
import { PAST_LANE_MS } from './operations.ts';
import type { Damaging } from './play.ts';

/**
 * An item of every kind that operations on one event meet, in an event with one seat and two who wait. On the page of
 * leavers is somebody who has left from between the two.
 */
export const KINDS = ['event', 'seat', 'place', 'entry', 'page', 'lease', 'pause'] as const;
export type Kind = (typeof KINDS)[number];
type Item = Key & Record<string, unknown>;

/** What is put in place of a value: nothing, or something of another type, or far away. */
const ODD = { none: undefined, text: 'x', number: 7, fraction: 0.5, far: '9999-12-31T23:59:59.999Z', huge: 1e15 };
export type Odd = keyof typeof ODD;
export const ODDS = Object.keys(ODD) as Odd[];

async function itemOf(stage: VirtualStage, kind: Kind): Promise<{ item: Item; event: Key }> {
  const { world } = stage;
  const { event, entries, seated } = await queueOf(world, kind === 'page' ? 3 : 2);
  const { eventId } = event;
  const [head] = entries;
  const own = (userId: string) => world.table.get<RegistrationItem>(registrationKey(userId, eventId));
  const stored = async (): Promise<object | null> => {
    switch (kind) {
      case 'event':
        return event;
      case 'seat':
        return own(seated);
      case 'place':
        return own(head?.userId ?? '');
      case 'entry':
        return head ?? null;
      case 'page':
        await world.unregister(eventId, entries[1]?.userId ?? '');
        return world.table.get(leaverPageKey(eventId, event.createdAt, 0));
      case 'lease':
        await stage.pause(PAST_LANE_MS);
        await world.table.write(takeLease(eventId, 'somebody', stage.nowMs()));
        return world.table.get(leaseKey(eventId));
      case 'pause':
        await stage.pause(PAST_LANE_MS);
        await world.table.write(askForPause(eventId, 'somebody', stage.nowMs()));
        return world.table.get(pauseKey(eventId));
    }
  };
  return { item: { ...((await stored()) as Item) }, event: keyOf(event) };
}

/** This attribute of such an item has another value. */
export const oddValue =
  (kind: Kind, attribute: string, odd: Odd): Damaging =>
  async (stage) => {
    const { item, event } = await itemOf(stage, kind);
    const changed = Object.entries({ ...item, [attribute]: ODD[odd] }).filter(([, value]) => value !== undefined);
    await stage.world.put(Object.fromEntries(changed));
    return [event];
  };

/** Odd as numbers: in place of anything else they are what `number` is, of another type. */
const OF_NUMBERS: Odd[] = ['fraction', 'huge'];

/** The attributes that an item of this kind stores, but those of its key, in place of which this value is a case. */
export async function attributesOf(kind: Kind, odd: Odd): Promise<string[]> {
  const stage = virtualStage();
  const { item } = await stage.run(() => itemOf(stage, kind));
  const isCase = (value: unknown): boolean => typeof value === 'number' || !OF_NUMBERS.includes(odd);
  return Object.keys(item).filter((name) => !(name in keyOf(item)) && isCase(item[name]));
}
