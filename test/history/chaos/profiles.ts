import type { FaultName, FaultRate, Faults } from 'dynamodb-contention';
import fc from 'fast-check';

const ON_WRITES = (operation: string) => operation === 'TransactWriteItems';

/**
 * What goes wrong during a history; times in real milliseconds. Mild enough for everything to settle long before the
 * deadlines; what outlasts the patience of the Lambda's client (2 s) is rare, since it takes its time.
 */
const PROFILES = {
  conflicts: { rejectionStorm: 0.3, mixedReasons: 0.3 },
  throttles: { throttleTable: 0.1, throttleIndex: 0.1, throttleRequest: 0.1 },
  lostAnswers: { lostAnswer: { probability: 0.25, only: ON_WRITES } },
  errors: { error500Before: 0.1, error500After: 0.1 },
  stalls: {
    stalledCoordinator: { probability: 0.1, ms: 250 },
    slowAnswer: { probability: 0.05, ms: 2300, only: ON_WRITES },
    rejectionStorm: 0.1,
  },
  longStalls: { stalledCoordinator: { probability: 0.1, ms: 5000 } },
  everything: {
    rejectionStorm: 0.08,
    mixedReasons: 0.08,
    throttleTable: 0.04,
    throttleIndex: 0.04,
    throttleRequest: 0.04,
    lostAnswer: 0.06,
    error500Before: 0.04,
    error500After: 0.06,
    stalledCoordinator: { probability: 0.03, ms: 250 },
  },
} satisfies Record<string, Faults>;

type Profile = keyof typeof PROFILES | 'nothing';

/** The circumstances of one history. */
export interface Circumstances {
  profile: Profile;
  /** When the Lambda's process is killed, in milliseconds from the start of the history. */
  killsAtMs: number[];
  /** For how long everybody is sent to the event's lane, as a crowd does it, in milliseconds; 0 if left out. */
  inLaneMs?: number;
}

const USUAL = [
  'nothing',
  'conflicts',
  'throttles',
  'lostAnswers',
  'errors',
  'stalls',
  'everything',
  'everything',
] satisfies Profile[];

export const CIRCUMSTANCES: fc.Arbitrary<Circumstances> = fc.record({
  profile: fc.oneof(
    { arbitrary: fc.constantFrom<Profile>(...USUAL), weight: 60 },
    { arbitrary: fc.constant<Profile>('longStalls'), weight: 1 },
  ),
  killsAtMs: fc.oneof(
    { arbitrary: fc.constant<number[]>([]), weight: 3 },
    { arbitrary: fc.array(fc.integer({ min: 10, max: 400 }), { minLength: 1, maxLength: 3 }), weight: 1 },
  ),
  inLaneMs: fc.constantFrom(0, 0, 100, 2000),
});

/**
 * Faults after which something may be done that nobody was told of; a stall or slowness may outlast a client's
 * patience.
 */
const ANSWER_LOSING = ['lostAnswer', 'slowAnswer', 'stalledCoordinator', 'error500After'] satisfies FaultName[];

/** Whether a call may take effect and not know it. */
export function mayLoseAnswers({ profile, killsAtMs }: Circumstances): boolean {
  return killsAtMs.length > 0 || (profile !== 'nothing' && ANSWER_LOSING.some((name) => name in PROFILES[profile]));
}

/** The faults of these circumstances, for a proxy of that speed. */
export function faultsOf({ profile }: Circumstances, speed: number): Faults {
  const faults: Faults = profile === 'nothing' ? {} : PROFILES[profile];
  const inModelTime = (rate: number | FaultRate) =>
    typeof rate === 'number' || !rate.ms || speed === 0 ? rate : { ...rate, ms: rate.ms / speed };
  return Object.fromEntries(Object.entries(faults).map(([name, rate]) => [name, inModelTime(rate)]));
}
