import fc from 'fast-check';
import type { Faults } from '../../faults/faults.ts';

const ON_WRITES = (operation: string) => operation === 'TransactWriteItems';

/**
 * What goes wrong during a history. Mild enough for everything to settle long before the deadlines; time-outs of the Lambda's
 * client (2 s) are rare, since each one takes its time.
 */
const PROFILES = {
  conflicts: { rejectionStorm: 0.3, mixedReasons: 0.3 },
  throttles: { throttleTable: 0.1, throttleIndex: 0.1, throttleRequest: 0.1 },
  lostAnswers: { lostAnswer: { probability: 0.25, only: ON_WRITES } },
  errors: { error500Before: 0.1, error500After: 0.1 },
  stalls: {
    stalledCoordinator: { probability: 0.1, ms: 250 },
    slowAnswer: { probability: 0.01, ms: 2300, only: ON_WRITES },
    rejectionStorm: 0.1,
  },
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

/** The circumstances of one history. */
export interface Circumstances {
  profile: keyof typeof PROFILES | 'nothing';
  /** When the Lambda's process is killed, in milliseconds from the start of the history. */
  killsAtMs: number[];
}

export const CIRCUMSTANCES: fc.Arbitrary<Circumstances> = fc.record({
  profile: fc.constantFrom<Circumstances['profile']>('nothing', ...(Object.keys(PROFILES) as (keyof typeof PROFILES)[]), 'everything'),
  killsAtMs: fc.oneof(
    { arbitrary: fc.constant<number[]>([]), weight: 3 },
    { arbitrary: fc.array(fc.integer({ min: 10, max: 400 }), { minLength: 1, maxLength: 3 }), weight: 1 },
  ),
});

export function faultsOf({ profile }: Circumstances): Faults {
  return profile === 'nothing' ? {} : PROFILES[profile];
}
