import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What one person is going to do; times in milliseconds from the start. */
export interface Person {
  userId: string;
  arrivesMs: number;
  /** How long after their answer they leave again; null: they stay. */
  staysMs: number | null;
}

/**
 * A crowd, the same for the same seed: everybody comes at a random moment, and some leave again within half the time.
 * In order of arrival.
 */
export function planCrowd(crowd: { people: number; seconds: number; leave: number; seed: number }): Person[] {
  const generator = xoroshiro128plus(crowd.seed);
  const random = () => uniformFloat64(generator);
  const lastingMs = crowd.seconds * 1000;
  return Array.from({ length: crowd.people }, (_, index) => {
    const arrivesMs = random() * lastingMs;
    const leaves = random() < crowd.leave;
    const staysMs = (random() * lastingMs) / 2;
    return { userId: `crowd-${String(index + 1).padStart(4, '0')}`, arrivesMs, staysMs: leaves ? staysMs : null };
  }).sort((one, other) => one.arrivesMs - other.arrivesMs);
}
