import type { Random } from '../random.ts';
import type { Counter } from '../stats.ts';
import type { Stages } from '../time/profile.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { ReasonSpelling, Throttle } from '../wire/errors.ts';
import type { Backend } from './backend.ts';
import type { Leaders } from './leaders.ts';
import type { Limits } from './limits.ts';
import type { RecentWrites, Written } from './recentWrites.ts';
import type { RequestTokens } from './requestTokens.ts';

/** How the modelled DynamoDB behaves where that may be chosen. */
export interface ModelSettings {
  reasonSpelling: ReasonSpelling;
  billing: Throttle['billing'];
  /** Refuse a transaction that began before the item's last one (docs/reference/dynamodb.md#rules-of-the-model). */
  refusesLateTransactions: boolean;
  /** Per 100 KB that a Query or Scan returns, milliseconds. */
  queryMsPer100Kb: number;
}

/**
 * Called when the writes of a request go to the database, which may show them from then on. What it returns is called
 * once they are carried out, before the client is answered; never if they are refused.
 */
export type OnWrite = () => (written: Written[]) => void;

/** The state of the modelled DynamoDB and what it works with. One for all clients. */
export interface Model {
  settings: ModelSettings;
  scheduler: Scheduler;
  stages: Stages;
  random: Random;
  backend: Backend;
  leaders: Leaders;
  writeLimits: Limits;
  readLimits: Limits;
  tokens: RequestTokens;
  recent: RecentWrites;
  onWrite: OnWrite;
  counter: Counter;
}
