import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { ID_ALPHABET, LIMITS } from '../../domain/limits.ts';
import { detailsKey, eventKey, registrationKey, userKey, waitlistEntryKey, type Key } from '../../domain/keys.ts';
import { timestampOf } from '../../domain/timestamp.ts';

const id = fc.string({ unit: fc.constantFrom(...ID_ALPHABET), minLength: 1, maxLength: LIMITS.idLength });
const timestamp = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => timestampOf(date.toISOString()));

interface Thing {
  name: string;
  key: Key;
}

const named = (name: string, key: Key): Thing => ({ name, key });
const thing: fc.Arbitrary<Thing> = fc.oneof(
  id.map((a) => named(`user ${a}`, userKey(a))),
  id.map((a) => named(`event ${a}`, eventKey(a))),
  id.map((a) => named(`details ${a}`, detailsKey(a))),
  fc.tuple(id, id).map(([a, b]) => named(`registration ${a} ${b}`, registrationKey(a, b))),
  fc.tuple(id, timestamp, id).map(([a, t, b]) => named(`entry ${a} ${t} ${b}`, waitlistEntryKey(a, t, b))),
);

describe('keys', () => {
  test.prop([id, id, timestamp])(
    'keys of different things never collide, even of things with the same ids',
    (a, b, t) => {
      const keys = [userKey(a), eventKey(a), detailsKey(a), registrationKey(a, b), waitlistEntryKey(a, t, b)];
      expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
    },
  );

  test.prop([thing, thing], { numRuns: 1000 })('keys of different things never collide', (one, other) => {
    expect(JSON.stringify(one.key) === JSON.stringify(other.key)).toBe(one.name === other.name);
  });

  test.prop([id, timestamp, timestamp, id, id])(
    'entries always sort in order of joining',
    (event, first, second, a, b) => {
      fc.pre(first !== second);
      expect(waitlistEntryKey(event, first, a).SK < waitlistEntryKey(event, second, b).SK).toBe(first < second);
    },
  );
});
