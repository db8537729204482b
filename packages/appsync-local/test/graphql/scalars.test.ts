import { describe, expect, it } from 'vitest';
import { APPSYNC_SCALARS } from '../../src/graphql/scalar/appSyncScalars.ts';

const accepts = (name: string, value: unknown): boolean => {
  try {
    APPSYNC_SCALARS[name]?.parseValue(value);
    return true;
  } catch {
    return false;
  }
};

describe.each([
  [
    'AWSDateTime',
    ['2026-02-06T10:00Z', '2026-02-06T10:00:00.123Z', '2024-02-29T10:00:30+02:00', '2026-02-06T10:00-18:00'],
    [
      '2026-02-06T10:00',
      '2026-02-30T10:00Z',
      '2025-02-29T00:00Z',
      '2026-02-06T24:00Z',
      '2026-02-06',
      '2026-02-06T06:4:37Z',
      '2026-02-06T10:00+19:00',
      'soon',
      5,
      null,
    ],
  ],
  [
    'AWSDate',
    ['2026-02-06', '2026-02-06Z', '2026-02-06-07:00:00'],
    ['2019-12-24T04:15:57.798Z', '2026-13-01', '2026-2-6'],
  ],
  ['AWSTime', ['12:30', '12:30:24.500', '12:30Z'], ['25:00', '12', '12:60']],
  ['AWSTimestamp', [0, -5, 1770404495], [1.5, '5', 2 ** 60]],
  ['AWSEmail', ['a.b+c@example.org'], ['a@', '@b', 'a b@c.d', 'a']],
  ['AWSJSON', ['{"a":1}', '"x"', '1'], ['{a:1}', 'x', { a: 1 }]],
  ['AWSURL', ['https://example.org/a', 'mailto:a@b.c'], ['example.org', 'https://example.org//a', '/a']],
  ['AWSPhone', ['+41 44 123 45 67', '206-555-0100'], ['1110004444', 'abc', '12']],
  ['AWSIPAddress', ['10.0.0.1', '10.0.0.0/8', '::1/128'], ['10.0.0.256', '10.0.0.0/33', '[::1]']],
] as [string, unknown[], unknown[]][])('%s', (name, valid, invalid) => {
  it.each(valid)('accepts %j', (value) => expect(accepts(name, value)).toBe(true));
  it.each(invalid)('rejects %j', (value) => expect(accepts(name, value)).toBe(false));
});

describe('AWSJSON', () => {
  it('arrives parsed', () => expect(APPSYNC_SCALARS.AWSJSON?.parseValue('{"a":[1]}')).toEqual({ a: [1] }));
});
