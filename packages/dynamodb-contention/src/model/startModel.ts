import { FaultPlan } from '../faults.ts';
import { seededRandom } from '../random.ts';
import { Counter } from '../stats.ts';
import { PROFILES, stages, type Profile, type ProfileName } from '../time/profile.ts';
import type { Scheduler } from '../time/scheduler.ts';
import { contentOf, type WireAnswer, type Call, type RequestBody } from '../wire/answer.ts';
import { failureOf, type ReasonSpelling, type Throttle } from '../wire/errors.ts';
import type { Backend } from './backend.ts';
import { carryOut } from './carryOut.ts';
import { Leaders } from './leaders.ts';
import { Limits } from './limits.ts';
import type { Model, OnWrite } from './model.ts';
import { RecentWrites, type Staleness } from './recentWrites.ts';
import { RequestTokens } from './requestTokens.ts';

/** How the modelled DynamoDB behaves; everything has a default. */
export interface ModelOptions {
  /** Where all random values come from. */
  seed: number;
  profile?: ProfileName | Profile;
  /**
   * How a failed condition is called in cancellation reasons: `ConditionalCheckFailed` by default, as DynamoDB does.
   */
  reasonSpelling?: ReasonSpelling;
  /** Which error a throttled request gets; `onDemand` by default. */
  billing?: Throttle['billing'];
  /** Per partition of a table or index and second of model time; 1,000 and 3,000 by default, Infinity for none. */
  limits?: { writeUnitsPerSecond?: number; readUnitsPerSecond?: number };
  staleness?: Staleness;
  /** False by default, as in the figures of docs/reference/dynamodb.md#calibration. */
  refusesLateTransactions?: boolean;
  /** Sees every write. */
  onWrite?: OnWrite;
}

/** What the model answers to a request. */
export interface ModelAnswer {
  /** The exception's name, null for success. */
  failure: string | null;
  /** The members of the answer, values in DynamoDB's typed JSON. */
  content: Record<string, unknown>;
}

/** The modelled DynamoDB, whatever its clock and its data are. */
export interface RunningModel {
  faults: FaultPlan;
  counter: Counter;
  /** Carries an operation out that is modelled. Null: the answer is lost. */
  carryOut(call: Call): Promise<WireAnswer | null>;
  /** As `carryOut`, for requests that were never on a wire. */
  send(operation: string, body: object): Promise<ModelAnswer | null>;
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
  const answer = (call: Call): Promise<WireAnswer | null> => carryOut(model, call, faults.choose(call));
  return {
    faults,
    counter,
    carryOut: answer,
    async send(operation, body) {
      const answered = await answer({ operation, body: body as RequestBody });
      return answered && { failure: failureOf(answered), content: contentOf(answered) };
    },
    settle: () => recent.clear(),
  };
}
