import { FaultPlan } from '../faults.ts';
import { seededRandom } from '../random.ts';
import { Counter } from '../stats.ts';
import { PROFILES, stages } from '../time/profile.ts';
import type { Profile } from '../time/profile.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { Answer, Call } from '../wire/answer.ts';
import type { ReasonSpelling, Throttle } from '../wire/errors.ts';
import type { Backend } from './backend.ts';
import { carryOut } from './carryOut.ts';
import { Leaders } from './leaders.ts';
import { Limits } from './limits.ts';
import type { Model, OnWrite } from './model.ts';
import { RecentWrites } from './recentWrites.ts';
import type { Staleness } from './recentWrites.ts';
import { RequestTokens } from './requestTokens.ts';

/** How the modelled DynamoDB behaves; everything has a default. */
export interface ModelOptions {
  /** Where all random values come from. */
  seed: number;
  profile?: keyof typeof PROFILES | Profile;
  /**
   * How a failed condition is called in cancellation reasons: `ConditionalCheckFailed` by default, as DynamoDB does.
   */
  reasonSpelling?: ReasonSpelling;
  /** Which error a throttled request gets; `onDemand` by default. */
  billing?: Throttle['billing'];
  /** Per partition of a table or index and second of model time; 1,000 and 3,000 by default, Infinity for none. */
  limits?: { writeUnitsPerSecond?: number; readUnitsPerSecond?: number };
  staleness?: Staleness;
  /** False by default, as in the figures of reference dynamodb 9.6. */
  refusesLateTransactions?: boolean;
  /** Sees every write. */
  onWrite?: OnWrite;
}

/** The modelled DynamoDB, whatever its clock and its data are. */
export interface RunningModel {
  faults: FaultPlan;
  counter: Counter;
  /** Carries an operation out that is modelled. Null: the answer is lost. */
  carryOut(call: Call): Promise<Answer | null>;
  /** All replicas and indexes have caught up. */
  settle(): void;
}

/** Starts with nothing held. */
export function startModel(backend: Backend, scheduler: Scheduler, options: ModelOptions): RunningModel {
  const { seed, profile: chosen = 'default', limits = {}, staleness = { probability: 0, windowMs: 0 } } = options;
  const profile: Profile = typeof chosen === 'string' ? PROFILES[chosen] : chosen;
  const nowMs = (): number => scheduler.nowMs();
  const faults = new FaultPlan(seed);
  const counter = new Counter();
  const recent = new RecentWrites(staleness, seededRandom(seed, 'staleness'), nowMs);
  const model: Model = {
    settings: {
      reasonSpelling: options.reasonSpelling ?? 'ConditionalCheckFailed',
      billing: options.billing ?? 'onDemand',
      refusesLateTransactions: options.refusesLateTransactions ?? false,
      queryMsPer100Kb: profile.queryMsPer100Kb,
    },
    scheduler,
    stages: stages(profile, seededRandom(seed, 'stages')),
    random: seededRandom(seed, 'positions'),
    backend,
    leaders: new Leaders(),
    writeLimits: new Limits(limits.writeUnitsPerSecond ?? 1000, nowMs),
    readLimits: new Limits(limits.readUnitsPerSecond ?? 3000, nowMs),
    tokens: new RequestTokens(nowMs),
    recent,
    onWrite: options.onWrite ?? (() => () => undefined),
    counter,
  };
  return {
    faults,
    counter,
    carryOut: (call) => carryOut(model, call, faults.choose(call)),
    settle: () => recent.clear(),
  };
}
