import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** `fast` in `npm test`, `deep` in `npm run test:deep`. */
    tier: 'fast' | 'deep';
  }
}

/**
 * Whether this is the fast tier: for tests of which neither the sizes nor anything else depends on the tier, in a file
 * with others. The deep tier has no need to repeat them.
 */
export const IS_FAST = inject('tier') === 'fast';

/** A size that depends on the tier. Both tiers run the test files that ask for one. */
export function byTier(fast: number, deep: number): number {
  return inject('tier') === 'deep' ? deep : fast;
}
