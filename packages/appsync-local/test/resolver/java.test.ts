import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { formatDate } from '../../src/resolver/java/formatDate.ts';
import { NotEmulated } from '../../src/resolver/java/notEmulated.ts';
import { parseDate, UnparsableDate } from '../../src/resolver/java/parseDate.ts';
import { matchesJava, replaceJava } from '../../src/resolver/java/runPattern.ts';
import { ksuid } from '../../src/resolver/ksuid.ts';

// Expectations are of java.util.regex.Pattern, java.time.format.DateTimeFormatter and java.time.ZonedDateTime (API
// documentation of Java 17).
describe('matchesJava', () => {
  it.each<[string, string, boolean]>([
    ['a*b', 'aaaaab', true],
    ['^[a-z]+(-[a-z]+)*$', 'ab-cd', true],
    ['^\\d{2,3}$', '1', false],
    ['^.$', '\u{1f600}', true],
    ['^.$', '\u0085', false],
    ['^\\s$', '\u00a0', false],
    ['^\\w+$', 'é', false],
    ['^[^a-c\\d]$', 'd', true],
    ['^a\\.b\\$$', 'a.b$', true],
    ['^(?:a|b)(?!c).$', 'ad', true],
    ['^\\x41\\u0042$', 'AB', true],
    ['^[-a]$', '-', true],
    ['^a{0}$', '', true],
    ['.*b.*', 'abc', true],
    ['^a+?$', 'aa', true],
    ['^]}$', ']}', true],
  ])('%s on %s', (pattern, text, expected) => expect(matchesJava(pattern, text)).toBe(expected));

  it.each([
    '\\b',
    '\\p{L}',
    '\\Qa\\E',
    '\\1',
    '(?<n>a)',
    '(?i)a',
    '(?<=a)b',
    'a++',
    'a**',
    '[a&&b]',
    '[[a]]',
    '[]a]',
    '[a\\S]',
    '(a*)*',
    '(',
    ')',
    '[a',
    'a{2',
    'a{3,2}',
    '*a',
    '\\',
    '\\u12',
    '\ud800',
    '[b-a]',
    '\\e',
    'a{1001}',
  ])('refuses %s by name', (pattern) => expect(() => matchesJava(pattern, 'a')).toThrow(NotEmulated));

  it('refuses where matching the whole and a part differ', () => {
    expect(() => matchesJava('a', 'ab')).toThrow(
      'not emulated: util.matches of a pattern that matches a part of the text only (a)',
    );
    // Java's $ also matches before a last line terminator.
    expect(() => matchesJava('^a$', 'a\n')).toThrow(NotEmulated);
  });

  test.prop([fc.string({ unit: 'grapheme' })])(
    'any text with its punctuation escaped matches itself, and only itself',
    (text) => {
      const pattern = `^${[...text].map((one) => (/[A-Za-z0-9]/.test(one) ? one : `\\${one}`)).join('')}$`;
      expect(matchesJava(pattern, text)).toBe(true);
      expect(matchesJava(pattern, `${text}x`)).toBe(false);
    },
  );
});

describe('replaceJava', () => {
  it.each<[string, string, string, boolean, string]>([
    ['a.b.c', '\\.', '-', true, 'a-b-c'],
    ['a.b', '.', '-', true, '---'],
    ['aab', 'a', 'x', false, 'xab'],
    ['a1b22', '[0-9]+', '#', true, 'a#b#'],
  ])('of %s, %s by %s', (text, pattern, replacement, isAll, expected) =>
    expect(replaceJava(text, pattern, replacement, isAll)).toBe(expected),
  );

  it.each([
    ['a*', 'b'],
    ['a', '$1'],
    ['a', '\\'],
  ])('refuses %s by %s', (pattern, replacement) => {
    expect(() => replaceJava('a', pattern, replacement, true)).toThrow(NotEmulated);
  });
});

const PERTH = 'Australia/Perth';
const BERLIN = 'Europe/Berlin';
const noon = Date.UTC(2026, 1, 7, 12, 5, 9, 87);

describe('formatDate', () => {
  it.each<[string, string | undefined, string]>([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSX", undefined, '2026-02-07T12:05:09.087Z'],
    ['yy/M/d h:m:s', undefined, '26/2/7 12:5:9'],
    ['D', undefined, '38'],
    ['K k H', PERTH, '8 20 20'],
    ['Z X XX XXX x', PERTH, '+0800 +08 +0800 +08:00 +08'],
    ['x', '+05:30', '+0530'],
    ["'o''clock' VV ''", PERTH, "o'clock Australia/Perth '"],
    ['S SS SSSSSS', undefined, '0 08 087000'],
    ['uuuu', BERLIN, '2026'],
    ['x', undefined, '+00'],
  ])('%s in %s', (pattern, zone, expected) => expect(formatDate(noon, pattern, zone)).toBe(expected));

  it.each([
    ['MMM'],
    ['EEE'],
    ['a'],
    ['YYYY'],
    ['G'],
    ['z'],
    ['O'],
    ['ww'],
    ['y'],
    ['yyyyy'],
    ['[HH]'],
    ['{'],
    ["'open"],
    ['#'],
    ['HHH'],
  ])('refuses %s by name', (pattern) => expect(() => formatDate(noon, pattern)).toThrow(NotEmulated));
  it.each([['Mars/Phobos'], ['europe/berlin'], ['+25:00'], ['EST']])('refuses the zone %s by name', (zone) =>
    expect(() => formatDate(noon, 'HH', zone)).toThrow(NotEmulated),
  );
  it('refuses years that Java writes in its own way', () =>
    expect(() => formatDate(Date.UTC(10_000, 0), 'yyyy')).toThrow(NotEmulated));
});

describe('parseDate', () => {
  const FULL = 'yyyy-MM-dd HH:mm:ss.SSSXXX';
  const instant = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2060, 0) });
  test.prop([instant, fc.constantFrom('UTC', PERTH, '-03:30', 'America/New_York', BERLIN)])(
    'reads back what formatDate wrote',
    (epochMs, zone) => {
      expect(parseDate(formatDate(epochMs, FULL, zone), FULL)).toBe(epochMs);
    },
  );

  it.each<[string, string, string | undefined, number]>([
    ['2026-2-7 1', 'yyyy-M-d H', 'UTC', Date.UTC(2026, 1, 7, 1)],
    // A day that the month lacks is its last one (ResolverStyle.SMART).
    ['2026-02-31 00', 'yyyy-MM-dd HH', 'UTC', Date.UTC(2026, 1, 28)],
    // A gap moves on by its length, an overlap is read as the earlier offset (ZonedDateTime.of).
    ['2026-03-29 02:30', 'yyyy-MM-dd HH:mm', BERLIN, Date.UTC(2026, 2, 29, 1, 30)],
    ['2026-10-25 02:30', 'yyyy-MM-dd HH:mm', BERLIN, Date.UTC(2026, 9, 25, 0, 30)],
    ['26-01-01 00+0530', 'yy-MM-dd HHZ', undefined, Date.UTC(2025, 11, 31, 18, 30)],
    ['2026-01-01 00-07', 'yyyy-MM-dd HHX', undefined, Date.UTC(2026, 0, 1, 7)],
  ])('%s by %s in %s', (text, pattern, zone, expected) => expect(parseDate(text, pattern, zone)).toBe(expected));

  it.each([['2026-13-01 00'], ['2026-01-32 00'], ['2026-01-01 25'], ['2026-1-01 00'], ['2026-01-01 00 '], ['']])(
    'fails for %s',
    (text) => expect(() => parseDate(text, 'yyyy-MM-dd HH', 'UTC')).toThrow(UnparsableDate),
  );
  it.each([
    ['2026-01-01 24', 'yyyy-MM-dd HH'],
    ['2026-01-01', 'yyyy-MM-dd'],
    ['20260101 00', 'yyyyMd HH'],
    ['2026-01-01 01', 'yyyy-MM-dd hh'],
    ['0000-01-01 00', 'yyyy-MM-dd HH'],
    ['2026-01-01 00 2026', 'yyyy-MM-dd HH yyyy'],
  ])('refuses %s by %s by name', (text, pattern) => expect(() => parseDate(text, pattern, 'UTC')).toThrow(NotEmulated));
  it('refuses a pattern without a zone by name', () =>
    expect(() => parseDate('2026-01-01 00', 'yyyy-MM-dd HH')).toThrow('without a time zone'));
});

describe('ksuid', () => {
  // The example of github.com/segmentio/ksuid, "Inspect".
  it('is the published text of its parts', () => {
    expect(ksuid(107_608_047 + 1_400_000_000, Buffer.from('B5A1CD34B5F99D1154FB6853345C9735', 'hex'))).toBe(
      '0ujtsYcgvSTl8PAuAdqWYSMnLOv',
    );
  });
  test.prop([fc.nat(2 ** 31), fc.nat(2 ** 31)])('always sorts by time', (one, other) => {
    fc.pre(one < other);
    expect(ksuid(1_400_000_000 + one) < ksuid(1_400_000_000 + other)).toBe(true);
  });
});
