import { describe, expect, inject, it } from 'vitest';
import { describeReport, runFuzz, type FuzzReport } from '../../src/fuzz/runFuzz.ts';

/** Of the whole deep tier; of its share fewer, but more than it takes until the heap is warm. */
const COUNT = Math.max(3_000, Math.ceil(6_000 / inject('share')));
/** What is grown at random may miss a field: so many more are sent then, so often at most. */
const MORE = { count: 500, runs: 120 };
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
    const assemblyDir = inject('assemblyDir');
    const unanswered = new Set(ROOT_FIELDS);
    let seed = inject('seed');
    const send = async (count: number): Promise<FuzzReport> => {
      const report = await runFuzz({ assemblyDir, count, seed });
      console.log(
        `${describeReport(report)}\nseed ${seed} (repeat with npm run fuzz -- --count ${count} --seed ${seed})`,
      );
      expect(report.violations.slice(0, 20)).toEqual([]);
      report.fieldsAnswered.forEach((field) => unanswered.delete(field));
      seed += 1;
      return report;
    };
    const { heapBytes, answered } = await send(COUNT);
    expect(heapBytes.end - heapBytes.warm).toBeLessThan(HEAP_GROWTH_BYTES);
    expect(answered.get('data')).toBeGreaterThan(COUNT / 20);
    for (let runs = 0; unanswered.size > 0 && runs < MORE.runs; runs += 1) {
      await send(MORE.count);
    }
    expect([...unanswered]).toEqual([]);
  }, 3_600_000);
});
