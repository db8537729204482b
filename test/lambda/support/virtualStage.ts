import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { memoryTable, startModel, virtualTime } from 'dynamodb-contention';
import type { LeaseItem, TicketItem } from '../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../domain/keys.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { eventTable, laneTable } from '../../../tools/running/eventTable.ts';
import { seeded, START_MS, type TestClock } from './clock.ts';
import { modelledTable } from '../../../tools/running/modelledTable.ts';
import { TABLE_NAMES } from './startEventTable.ts';
import { World } from './world.ts';

/** Every write takes 5 ms for each of its stages, every read 2 ms. */
const PROFILE = {
  write: { p50: 5, p99: 5, tail: { probability: 0, fromMs: 0, toMs: 0 } },
  read: { p50: 2, p99: 2 },
  queryMsPer100Kb: 0,
  isPerItem: false,
};

/** Tables in memory behind the conflict model, and hosts whose clocks all follow one virtual time. */
export interface VirtualStage {
  world: World;
  table: Table;
  /** Lets virtual time go by until this is done. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Milliseconds of virtual time from now. */
  pause(ms: number): Promise<void>;
  /** Virtual time as a clock that is right has it, in epoch milliseconds. */
  nowMs(): number;
  /** Everything stored. */
  items(): Record<string, unknown>[];
  tickets(): TicketItem[];
  leases(): LeaseItem[];
}

/** An empty stage. A call's `startMs` says by how much the clock of its host is wrong: how far it is from START_MS. */
export function virtualStage(seed = 1): VirtualStage {
  const time = virtualTime();
  const memory = memoryTable(eventTable(TABLE_NAMES.events), laneTable(TABLE_NAMES.lane));
  const model = startModel(memory, time, { seed, profile: PROFILE });
  let clocks = 0;
  const newClock = (clockSeed: number, startMs = START_MS): TestClock => {
    const slept: number[] = [];
    const name = (clocks += 1);
    let tokens = 0;
    return {
      slept,
      random: seeded(clockSeed),
      nowMs: () => startMs + Math.floor(time.nowMs()),
      newToken: () => `host-${name}-${(tokens += 1)}`,
      async sleep(ms) {
        slept.push(ms);
        await time.pause(ms);
      },
    };
  };
  const table = modelledTable(model, TABLE_NAMES);
  const items = () => memory.items().map((item) => unmarshall(item as Record<string, AttributeValue>));
  const ofType = <T>(entityType: string) => items().filter((item) => item.entityType === entityType) as T[];
  return {
    world: new World({ table }, newClock),
    table,
    run: (work) => time.run(work),
    pause: (ms) => time.pause(ms),
    nowMs: () => START_MS + Math.floor(time.nowMs()),
    items,
    tickets: () => ofType<TicketItem>(ENTITY_TYPES.ticket),
    leases: () => ofType<LeaseItem>(ENTITY_TYPES.lease),
  };
}
