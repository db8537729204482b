import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** `fast` in `npm test`, `deep` in `npm run test:deep`. */
    tier: 'fast' | 'deep';
  }
}

/** A size that depends on the tier. Both tiers run the test files that ask for one. */
export function byTier(fast: number, deep: number): number {
  return inject('tier') === 'deep' ? deep : fast;
}
