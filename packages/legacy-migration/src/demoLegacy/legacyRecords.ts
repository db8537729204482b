import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { LegacyRecord } from '../migrate/rules/attributeJson.ts';
import { KINDS, type Kind } from './legacyKinds.ts';

export interface LegacySample {
  kind: Kind;
  record: LegacyRecord;
}

/**
 * Records as the old table has them: half of them plain, the others of every awkward kind; the same ones for the same
 * seed.
 */
export function* legacyRecords(count: number, seed: number): Generator<LegacySample> {
  const random = xoroshiro128plus(seed);
  const kinds = Object.keys(KINDS) as Kind[];
  for (let n = 1; n <= count; n += 1) {
    const kind = n > kinds.length && uniformInt(random, 0, 1) === 0 ? 'plain' : (kinds[n % kinds.length] ?? 'plain');
    yield { kind, record: KINDS[kind](plainRecord(n, uniformInt(random, 1, 500), uniformInt(random, 1, 28)), n) };
  }
}

function plainRecord(n: number, capacity: number, day: number): LegacyRecord {
  return {
    eventId: { S: `legacy-${n}` },
    title: { S: `Event number ${n}` },
    description: { S: `All that there is to know about event ${n}.` },
    date: { S: `2030-06-${String(day).padStart(2, '0')}T19:00:00.000Z` },
    location: { S: `Hall ${n % 12}` },
    capacity: { N: String(capacity) },
    organizer: { S: n % 2 === 0 ? 'olga' : 'otto@example.com' },
    status: { S: 'active' },
  };
}
