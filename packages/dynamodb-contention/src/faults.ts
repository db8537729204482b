import { seededRandom, type Random } from './random.ts';
import type { Call, RequestBody } from './wire/answer.ts';

/**
 * What can go wrong (docs/reference/dynamodb.md#faults). lostAnswer: carried out, then the socket is destroyed.
 * slowRequest: carried out `ms` later. slowAnswer: carried out, answered `ms` later. stalledCoordinator: a
 * transaction's items stay held for `ms` before it commits. rejectionStorm: a conflict with nobody. mixedReasons:
 * beside a condition that really failed another action reports a conflict. throttleTable, throttleIndex: throttled, in
 * transactions as the reason of one action. throttleRequest: throttled as a whole. unprocessedKeys: a BatchGetItem
 * reads nothing and gives all keys back. error500Before, error500After: HTTP 500 with nothing done, or after all.
 */
export const FAULT_NAMES = [
  'lostAnswer',
  'slowRequest',
  'slowAnswer',
  'stalledCoordinator',
  'rejectionStorm',
  'mixedReasons',
  'throttleTable',
  'throttleIndex',
  'throttleRequest',
  'unprocessedKeys',
  'error500Before',
  'error500After',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** Which requests, by operation (`TransactWriteItems`) and request. */
export type Match = (operation: string, body: RequestBody) => boolean;

/** How often a fault happens. */
export interface FaultRate {
  probability: number;
  /** How long slowRequest, slowAnswer and stalledCoordinator take, in model time; 5000 if left out. */
  ms?: number;
  /** Where it may happen; everywhere it can if left out. */
  only?: Match;
}

/** A number is a probability. */
export type Faults = Partial<Record<FaultName, number | FaultRate>>;

/** Faults for one request to come, the next that matches. */
export interface PlannedFault {
  match: Match;
  fault: FaultName | FaultName[];
  /** For so many requests; 1 if left out. */
  times?: number;
  ms?: number;
  /** Ends slowRequest, slowAnswer and stalledCoordinator in place of `ms`. */
  until?: Promise<unknown>;
  /** Called when slowRequest, slowAnswer or stalledCoordinator begins. */
  onBegin?(): void;
  /** The action of a transaction that is to blame; a random one if left out. */
  position?: number;
}

/** A request that is stopped half-way, whenever it comes. */
export interface Interception {
  /**
   * It has come (slowRequest), has been carried out or refused (slowAnswer), is about to commit (stalledCoordinator).
   */
  reached: Promise<void>;
  /** Lets it go on; also before it has come. */
  release(): void;
}

/** What one request has to suffer. */
export type Suffering = Map<FaultName, Pick<PlannedFault, 'until' | 'onBegin' | 'position'> & { ms: number }>;

const DEFAULT_MS = 5000;
const ALWAYS: Match = () => true;

/** Decides who suffers what. */
export class FaultPlan {
  private rates: Faults = {};
  private planned: (PlannedFault & { times: number })[] = [];
  private readonly random: Random;

  constructor(seed: number) {
    this.random = seededRandom(seed, 'faults');
  }

  /** In place of the probabilities so far; what is planned stays. */
  set(faults: Faults): void {
    this.rates = faults;
  }

  /** In order; a request takes only the first that matches. */
  plan(...planned: PlannedFault[]): void {
    this.planned.push(...planned.map((one) => ({ times: 1, ...one })));
  }

  /** Plans a fault that takes time, and lets the caller say how long; more faults may go with it. */
  intercept({ match, fault }: Pick<PlannedFault, 'match' | 'fault'>): Interception {
    let [release, onBegin] = [(): void => undefined, (): void => undefined];
    const until = new Promise<void>((resolve) => (release = resolve));
    const reached = new Promise<void>((resolve) => (onBegin = resolve));
    this.plan({ match, fault, until, onBegin });
    return { reached, release };
  }

  /** How many planned faults have not met their request. */
  pending(): number {
    return this.planned.reduce((sum, { times }) => sum + times, 0);
  }

  choose({ operation, body }: Call): Suffering {
    const suffering: Suffering = new Map();
    for (const name of FAULT_NAMES) {
      const rate = this.rates[name] ?? 0;
      const { probability, ms = DEFAULT_MS, only = ALWAYS } = typeof rate === 'number' ? { probability: rate } : rate;
      if (probability > 0 && only(operation, body) && this.random.chance(probability)) {
        suffering.set(name, { ms });
      }
    }
    const next = this.planned.find(({ match }) => match(operation, body));
    if (next !== undefined) {
      next.times -= 1;
      this.planned = this.planned.filter(({ times }) => times > 0);
      const { ms = DEFAULT_MS, until, onBegin, position } = next;
      [next.fault].flat().forEach((name) => suffering.set(name, { ms, until, onBegin, position }));
    }
    return suffering;
  }
}
