import { describe, expect, test } from 'vitest';
import { mayLoseAnswers, type Circumstances } from './chaos/profiles.ts';

const around = (profile: Circumstances['profile'], ...killsAtMs: number[]): Circumstances => ({ profile, killsAtMs });

describe('mayLoseAnswers', () => {
  test.each(['nothing', 'conflicts', 'throttles'] as const)(
    'is false where nothing but refusals goes wrong: %s',
    (profile) => {
      expect(mayLoseAnswers(around(profile))).toBe(false);
    },
  );

  test.each(['lostAnswers', 'errors', 'stalls', 'longStalls', 'everything'] as const)(
    'is true where answers get lost or late: %s',
    (profile) => {
      expect(mayLoseAnswers(around(profile))).toBe(true);
    },
  );

  test('is true where the Lambda is killed', () => {
    expect(mayLoseAnswers(around('nothing', 100))).toBe(true);
  });
});
