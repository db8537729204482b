import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { joiningTimeMs, timestampOf } from '../../domain/timestamp.ts';

describe('timestampOf', () => {
  it.each([
    ['2026-02-06T19:01:35.749Z', '2026-02-06T19:01:35.749Z'],
    ['2026-02-06T19:01:35Z', '2026-02-06T19:01:35.000Z'],
    ['2026-02-06T19:01:35.7Z', '2026-02-06T19:01:35.700Z'],
    ['2026-02-06T19:01Z', '2026-02-06T19:01:00.000Z'],
    ['2026-02-06T19:01:35.749123456Z', '2026-02-06T19:01:35.749Z'],
  ])('writes %s as %s', (iso, timestamp) => {
    expect(timestampOf(iso)).toBe(timestamp);
  });
});

describe('joiningTimeMs', () => {
  test.prop([fc.nat(), fc.option(fc.nat())])(
    'is always later than the newest entry and never before now',
    (now, tail) => {
      const joined = joiningTimeMs(now, tail);
      expect(joined).toBeGreaterThanOrEqual(now);
      expect(joined > (tail ?? -1)).toBe(true);
    },
  );
});
