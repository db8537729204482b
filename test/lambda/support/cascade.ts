import type { EventItem, CancellationItem, RegistrationItem } from '../../../domain/item.ts';
import { cancellationKey, ENTITY_TYPES, keyOf, type Key } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { updateEvent } from '../../../domain/event/updateEvent.ts';
import { cascade } from '../../../lambda/cascade/cascade.ts';
import type { Surroundings } from '../../../lambda/cascade/surroundings.ts';
import type { Task } from '../../../lambda/cascade/task.ts';
import type { EventPage, Metric } from '../../../lambda/cascade/work.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { seeded } from './clock.ts';
import { withFaults, withSingleFaults, type Fault } from './faults.ts';
import { BACKEND, fresh, LATER, type World } from './world.ts';
import type { VirtualStage } from './virtualStage.ts';

/** How an invocation goes: on the healthy table, with five minutes, and an index that is not behind. */
export interface Invocation {
  table?: Table;
  seed?: number;
  timeMs?: number;
  /** The index, where it is not to be made of what is stored: it takes long. */
  index?: Key[];
  /** Ids of events as their index has them, where it is not to be made of what is stored. */
  organized?: string[];
  /** Registrations that the index does not have yet. */
  isBehind?: (item: RegistrationItem) => boolean;
}

/** Invocations of the function that cascades, and those that they ask for. */
export class Cascades {
  readonly metrics: Partial<Record<string, number>> = {};
  readonly warnings: string[] = [];
  /** Tasks to go on with, in order. */
  readonly asked: Task[] = [];
  readonly #stage: Pick<VirtualStage, 'items' | 'table' | 'pause' | 'nowMs'>;

  constructor(stage: Pick<VirtualStage, 'items' | 'table' | 'pause' | 'nowMs'>) {
    this.#stage = stage;
  }

  /** One invocation, which may ask for another. */
  async invoke(
    task: Task,
    { table, seed = 1, timeMs = 300_000, index, organized, isBehind = () => false }: Invocation = {},
  ) {
    const { pause, nowMs } = this.#stage;
    const random = seeded(seed);
    const name = fresh('invocation');
    const clock = { sleep: pause, nowMs, random, newToken: () => fresh(name) };
    const beganMs = clock.nowMs();
    const count = (metric: Metric | string, by = 1) => void (this.metrics[metric] = (this.metrics[metric] ?? 0) + by);
    const surroundings: Surroundings = {
      table: table ?? this.#stage.table,
      clock,
      organizers: {
        eventsOf: async (organizer, from) => eventPageOf(organized ?? this.#eventsOf(organizer), Number(from?.at ?? 0)),
      },
      people: {
        registrationsAfter: async (...page) =>
          index === undefined ? this.#registrationsAfter(isBehind, ...page) : pageOf(index, ...page),
      },
      remainingMs: () => timeMs - (clock.nowMs() - beganMs),
      goOn: async (rest) => void this.asked.push(structuredClone(rest)),
      report: { count, info: () => undefined, warn: (message) => void this.warnings.push(message) },
    };
    await cascade(surroundings, task);
  }

  /** Invocations until none asks for another. */
  async run(task: Task, invocation?: Invocation): Promise<void> {
    await this.invoke(task, invocation);
    for (let rest = this.asked.shift(); rest !== undefined; rest = this.asked.shift()) {
      await this.invoke(rest, invocation);
    }
  }

  #eventsOf(organizer: string): string[] {
    const ofThem = (item: Record<string, unknown>) =>
      item.entityType === ENTITY_TYPES.event && item.organizer === organizer;
    return this.#stage
      .items()
      .filter(ofThem)
      .map(({ eventId }) => String(eventId));
  }

  /** The index as it is, in its order. */
  #registrationsAfter(
    isBehind: (item: RegistrationItem) => boolean,
    eventId: string,
    after: Key | null,
    limit: number,
  ): Key[] {
    const ofEvent = (item: Record<string, unknown>) =>
      item.entityType === ENTITY_TYPES.registration && item.eventId === eventId;
    return (this.#stage.items().filter(ofEvent) as unknown as RegistrationItem[])
      .filter((item) => !isBehind(item) && (after === null || item.PK > after.PK))
      .sort((one, other) => (one.PK < other.PK ? -1 : 1))
      .slice(0, limit)
      .map(keyOf);
  }
}

/** A page of keys in order, as the index would have it. */
function pageOf(index: Key[], _eventId: string, after: Key | null, limit: number): Key[] {
  const first = after === null ? 0 : index.findIndex(({ PK }) => PK === after.PK) + 1;
  return index.slice(first, first + limit);
}

/** A page of events, as the index of organizers has them. */
function eventPageOf(eventIds: string[], at: number): EventPage {
  const end = at + LIMITS.pageMax;
  return { eventIds: eventIds.slice(at, end), next: end < eventIds.length ? { at: end } : null };
}

/** An organizer cancels the event. */
export async function cancel(world: World, eventId: string): Promise<EventItem> {
  await world.apply(updateEvent(eventId, { status: 'CANCELLED' }, BACKEND, LATER));
  return world.event(eventId);
}

/** How far telling has come. */
export async function progressOf(world: World, eventId: string): Promise<CancellationItem | null> {
  return world.table.get<CancellationItem>(cancellationKey(eventId));
}

/** The end of a process. */
class Died extends Error {
  override readonly name = 'Died';
}

/** Whoever has begun an invocation does not hear of its end. */
export function ignoreDeath(error: unknown): void {
  if (!(error instanceof Died)) {
    throw error;
  }
}

/** Faults of any kind, and now and then the end of the process. */
export function disturbed(table: Table, random: () => number, deaths = 0.05): Table {
  const faults: Fault[] = ['conflict', 'throttled', 'refused', 'lostBefore', 'lostAfter'];
  const faulty = withFaults(table, () => {
    if (random() < deaths) {
      throw new Died();
    }
    return random() < 0.4 ? (faults[Math.floor(random() * faults.length)] ?? null) : null;
  });
  return withSingleFaults(faulty, () =>
    random() < 0.1 ? (['throttled', 'lostBefore', 'lostAfter'] as const)[Math.floor(random() * 3)]! : null,
  );
}
