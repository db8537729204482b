import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isTail, isTimestamp, joiningTimeMs, timestampOf } from '../../domain/timestamp.ts';

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

describe('isTimestamp', () => {
  const years = { min: new Date('0001-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z') };
  test.prop([fc.date({ ...years, noInvalidDate: true })])('knows every time of the years 0001 to 9999', (date) => {
    expect(isTimestamp(date.toISOString())).toBe(true);
  });

  const digits = (count: number) => fc.nat(10 ** count - 1).map((value) => String(value).padStart(count, '0'));
  const formed = fc.tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2), digits(3));
  test.prop([formed])(
    'knows what is no time, although it has the form of one',
    ([year, month, day, hour, minute, ...rest]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${rest.join('.')}Z`;
      const ms = Date.parse(text);
      const isTime = year !== '0000' && !Number.isNaN(ms) && new Date(ms).toISOString() === text;
      expect(isTimestamp(text)).toBe(isTime);
    },
  );

  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2026-04-31', false],
    ['2026-12-31', true],
    ['2026-13-01', false],
    ['2026-00-01', false],
    ['2026-01-00', false],
  ])('knows the calendar: %s', (day, isDay) => {
    expect(isTimestamp(`${day}T00:00:00.000Z`)).toBe(isDay);
  });

  it.each([[undefined], [null], [5], [''], ['2026'], ['2026-01-01T00:00:00Z'], ['+010000-01-01T00:00:00.000Z']])(
    'knows that %s is none',
    (value) => {
      expect(isTimestamp(value)).toBe(false);
    },
  );
});

describe('isTail', () => {
  it.each([
    ['', true],
    ['2026-02-06T19:01:35.749Z', true],
    ['8999-12-31T23:59:59.999Z', true],
    ['9000-01-01T00:00:00.000Z', false],
    ['9999-12-31T23:59:59.999Z', false],
    ['abc', false],
    [undefined, false],
  ])('says of %s: %s', (tail, isOne) => {
    expect(isTail(tail)).toBe(isOne);
  });
});
