import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** `fast` in `npm test`, `deep` in `npm run test:deep`. */
    tier: 'fast' | 'deep';
    /** The deep tier tries one in so many of its cases, as `SHARE=6 npm run test:deep` says; usually 1, all of them. */
    share: number;
  }
}

/**
 * Whether this is the fast tier: for tests of which neither the sizes nor anything else depends on the tier, in a file
 * with others. The deep tier has no need to repeat them.
 */
export const IS_FAST = inject('tier') === 'fast';

/** A size that depends on the tier, and in the deep one on its share. Both tiers run the files that ask for one. */
export function byTier(fast: number, deep: number): number {
  return IS_FAST ? fast : Math.max(fast, Math.ceil(deep / inject('share')));
}

/** Whether a case of the deep tier is in its share; which are, the seed says. */
export function isInShare(index: number, share = inject('share')): boolean {
  return (index + inject('seed')) % share === 0;
}

/**
 * Whether a case of a long table is tried: one in so many in the fast tier, those of its share in the deep one. Which
 * are, the seed says.
 */
export function isTried(index: number, oneIn: number): boolean {
  return isInShare(index, IS_FAST ? oneIn : inject('share'));
}
