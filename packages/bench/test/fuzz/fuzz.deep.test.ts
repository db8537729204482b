import { describe, expect, inject, it } from 'vitest';
import { describeReport, runFuzz } from '../../src/fuzz/runFuzz.ts';

/** Of the whole deep tier; of its share fewer, but more than it takes until the heap is warm. */
const COUNT = Math.max(3_000, Math.ceil(6_000 / inject('share')));
/** So often at most. */
const RUNS = 12;
/** What the heap may have grown by once it is warm. */
const HEAP_GROWTH_BYTES = 32 * 1024 * 1024;
/** Fields that are answered whatever the seed; letting somebody in is asked as often, but seldom of one who waits. */
const ROOT_FIELDS = [
  'getUser',
  'getEvent',
  'listEvents',
  'getUserEvents',
  'getRegistration',
  'listEventRegistrations',
  'listWaitlist',
  'createEvent',
  'updateEvent',
  'registerForEvent',
  'unregisterFromEvent',
  'checkIn',
  'undoCheckIn',
];

describe('the API', () => {
  it('always answers as AppSync does, whatever it is sent, and keeps every promise', async () => {
    const unanswered = new Set(ROOT_FIELDS);
    // What is grown at random may miss a field: then more is sent.
    for (let seed = inject('seed'); unanswered.size > 0 && seed < inject('seed') + RUNS; seed += 1) {
      const report = await runFuzz({ assemblyDir: inject('assemblyDir'), count: COUNT, seed });
      console.log(
        `${describeReport(report)}\nseed ${seed} (repeat with npm run fuzz -- --count ${COUNT} --seed ${seed})`,
      );
      expect(report.violations.slice(0, 20)).toEqual([]);
      expect(report.heapBytes.end - report.heapBytes.warm).toBeLessThan(HEAP_GROWTH_BYTES);
      expect(report.answered.get('data')).toBeGreaterThan(COUNT / 20);
      report.fieldsAnswered.forEach((field) => unanswered.delete(field));
    }
    expect([...unanswered]).toEqual([]);
  }, 3_600_000);
});
