import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** `fast` in `npm test`, `deep` in `npm run test:deep`. */
    tier: 'fast' | 'deep';
  }
}

/** A size that depends on the tier; a file that asks for one is called `*.property.test.ts`, so that both tiers run it. */
export function byTier(fast: number, deep: number): number {
  return inject('tier') === 'deep' ? deep : fast;
}
