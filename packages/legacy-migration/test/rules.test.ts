import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../domain/event/createEvent.ts';
import type { LegacyRecord } from '../src/migrate/rules/attributeJson.ts';
import { convert, type Conversion } from '../src/migrate/rules/convert.ts';
import { RULES, type RuleName } from '../src/migrate/rules/rules.ts';
import { STATUSES } from '../src/migrate/rules/status.ts';

const PLAIN: LegacyRecord = {
  eventId: { S: 'party' },
  title: { S: 'Party' },
  description: { S: 'All are welcome.' },
  date: { S: '2030-05-01T18:00:00Z' },
  location: { S: 'The yard' },
  capacity: { N: '50' },
  organizer: { S: 'olga' },
  status: { S: 'active' },
};
const PLAIN_EVENT: NewEvent = {
  eventId: 'party',
  title: 'Party',
  description: 'All are welcome.',
  date: '2030-05-01T18:00:00.000Z',
  location: 'The yard',
  capacity: 50,
  organizer: 'olga',
  status: 'OPEN',
  waitlistEnabled: false,
};

function converted(changes: Record<string, LegacyRecord[string] | undefined>, options = {}): Conversion {
  const record = Object.fromEntries(
    Object.entries({ ...PLAIN, ...changes }).filter(([, value]) => value !== undefined),
  ) as LegacyRecord;
  return convert(record, { sourceKey: 'eventId', mapIds: false, ...options });
}
const rulesOf = ({ rejections, changes }: Conversion) => [...rejections, ...changes].map(({ rule }) => rule);

const TITLE = 't'.repeat(101);
const LOCATION = 'l'.repeat(101);
const DESCRIPTION = 'd'.repeat(4001);

/** At least one row for every rule: what is found, and what of the event is then otherwise; null is a rejection. */
const CASES: {
  rule: RuleName;
  found: Record<string, LegacyRecord[string] | undefined>;
  becomes: Partial<NewEvent> | null;
  mapIds?: boolean;
}[] = [
  { rule: 'id.notText', found: { eventId: { N: '42' } }, becomes: { eventId: '42' } },
  { rule: 'id.notText', found: { eventId: { B: new Uint8Array([251, 255]) } }, becomes: { eventId: '-_8' } },
  { rule: 'id.outsideAlphabet', found: { eventId: { S: 'summer party' } }, becomes: null },
  { rule: 'id.outsideAlphabet', found: { eventId: { S: 'p'.repeat(65) } }, becomes: null },
  {
    rule: 'id.mapped',
    found: { eventId: { S: 'summer party' } },
    becomes: { eventId: 'summer_party-2153dc893b5ef272a4adc316' },
    mapIds: true,
  },
  { rule: 'title.missing', found: { title: undefined }, becomes: null },
  { rule: 'title.missing', found: { title: { S: ' \t ' } }, becomes: null },
  { rule: 'title.missing', found: { title: { S: '\u200b\u3164' } }, becomes: null },
  { rule: 'title.missing', found: { title: { NULL: true } }, becomes: null },
  { rule: 'title.missing', found: { title: { L: [{ S: 'Party' }] } }, becomes: null },
  { rule: 'title.notText', found: { title: { N: '1984' } }, becomes: { title: '1984' } },
  { rule: 'title.cleaned', found: { title: { S: 'a\u0000b\u202ec\nd' } }, becomes: { title: 'abc d' } },
  {
    rule: 'title.cut',
    found: { title: { S: TITLE } },
    becomes: { title: `${'t'.repeat(99)}…`, description: `${TITLE}\n\nAll are welcome.` },
  },
  {
    rule: 'title.cut',
    found: { title: { S: `x${'🎉'.repeat(60)}` } },
    becomes: { title: `x${'🎉'.repeat(49)}…`, description: `x${'🎉'.repeat(60)}\n\nAll are welcome.` },
  },
  { rule: 'capacity.missing', found: { capacity: undefined }, becomes: null },
  { rule: 'capacity.missing', found: { capacity: { S: '' } }, becomes: null },
  ...[
    { S: 'fifty' },
    { S: '0x10' },
    { S: '1e3' },
    { S: '1,000' },
    { S: '-5' },
    { N: '0' },
    { N: '12.5' },
    { N: '1000001' },
    { BOOL: true },
  ].map((capacity) => ({
    rule: 'capacity.unusable' as const,
    found: { capacity },
    becomes: null,
  })),
  { rule: 'capacity.text', found: { capacity: { S: ' 75 ' } }, becomes: { capacity: 75 } },
  { rule: 'capacity.text', found: { capacity: { S: '75.0' } }, becomes: { capacity: 75 } },
  { rule: 'date.missing', found: { date: undefined }, becomes: null },
  ...[
    'soon',
    '2030-02-30',
    '2030-13-01',
    '2030-05-01T24:00:00Z',
    '2030-05-01T10:00:60Z',
    '2030-05-01T10:00:00+19:00',
    '01.05.2030',
    '0000-01-01T00:00:00+01:00',
    '0000-12-31T23:59:59Z',
  ].map((date) => ({
    rule: 'date.unreadable' as const,
    found: { date: { S: date } },
    becomes: null,
  })),
  { rule: 'date.unreadable', found: { date: { N: '1904061600' } }, becomes: null },
  { rule: 'date.withoutTime', found: { date: { S: '2030-05-01' } }, becomes: { date: '2030-05-01T00:00:00.000Z' } },
  {
    rule: 'date.withoutZone',
    found: { date: { S: '2030-05-01 18:30' } },
    becomes: { date: '2030-05-01T18:30:00.000Z' },
  },
  ...[
    undefined,
    ...['postponed', 'unpublished', 'archived draft', 'DRAFT\u0000', 'open?', '', 'constructor'].map((S) => ({ S })),
    { N: '1' },
    { BOOL: true },
    { NULL: true as const },
    { L: [{ S: 'open' }] },
    { SS: ['open'] },
  ].map((status) => ({ rule: 'status.unknown' as const, found: { status }, becomes: { status: 'DRAFT' as const } })),
  { rule: 'location.notText', found: { location: { N: '12' } }, becomes: { location: '12' } },
  { rule: 'location.unusable', found: { location: { M: {} } }, becomes: { location: null } },
  { rule: 'location.cleaned', found: { location: { S: '\u2066Hall\t1' } }, becomes: { location: 'Hall 1' } },
  {
    rule: 'location.cut',
    found: { location: { S: LOCATION } },
    becomes: { location: `${'l'.repeat(99)}…`, description: `${LOCATION}\n\nAll are welcome.` },
  },
  { rule: 'description.notText', found: { description: { BOOL: true } }, becomes: { description: 'true' } },
  { rule: 'description.unusable', found: { description: { SS: ['a'] } }, becomes: { description: null } },
  { rule: 'description.cleaned', found: { description: { S: 'a\u0007\tb\nc' } }, becomes: { description: 'a\tb\nc' } },
  {
    rule: 'description.cut',
    found: { description: { S: DESCRIPTION } },
    becomes: { description: `${'d'.repeat(3999)}…` },
  },
  { rule: 'organizer.missing', found: { organizer: undefined }, becomes: { organizer: null } },
  { rule: 'organizer.missing', found: { organizer: { L: [] } }, becomes: { organizer: null } },
  { rule: 'organizer.outsideAlphabet', found: { organizer: { S: 'Olga O.' } }, becomes: null },
  {
    rule: 'organizer.mapped',
    found: { organizer: { S: 'Olga O.' } },
    becomes: { organizer: 'Olga_O.-7b3466456fe7ca6253bb25c9' },
    mapIds: true,
  },
  {
    rule: 'organizer.likeMapped',
    found: { organizer: { S: 'Olga_O.-7b3466456fe7ca6253bb25c9' } },
    becomes: null,
    mapIds: true,
  },
  {
    rule: 'organizer.likeMapped',
    found: { organizer: { S: `${'o'.repeat(39)}-${'0'.repeat(24)}` } },
    becomes: null,
    mapIds: true,
  },
  { rule: 'attribute.unknown', found: { price: { N: '12.5' } }, becomes: {} },
];

describe('convert', () => {
  it('takes a plain record as it is', () => {
    expect(converted({})).toMatchObject({ event: PLAIN_EVENT, rejections: [], changes: [] });
  });

  it.each(CASES)('applies $rule to $found', ({ rule, found, becomes, mapIds = false }) => {
    const conversion = converted(found, { mapIds });
    expect(rulesOf(conversion)).toEqual([rule]);
    expect(conversion.event).toEqual(becomes === null ? null : { ...PLAIN_EVENT, ...becomes });
  });

  it.each(Object.entries(STATUSES))('takes status %s as %s without a report, in any case', (old, status) => {
    expect(converted({ status: { S: ` ${old.toUpperCase()} ` } })).toMatchObject({ event: { status }, changes: [] });
  });

  it.each([
    ['2030-05-01T18:00:00.1234567+02:00', '2030-05-01T16:00:00.123Z'],
    ['2030-12-31T23:30-0530', '2031-01-01T05:00:00.000Z'],
    ['2028-02-29t10:00:00z', '2028-02-29T10:00:00.000Z'],
  ])('stores the date %s in UTC without a report', (date, timestamp) => {
    expect(converted({ date: { S: date } })).toMatchObject({ event: { date: timestamp }, changes: [] });
  });

  it('takes blank and NULL texts as absent without a report', () => {
    expect(converted({ location: { S: ' ' }, description: { NULL: true } })).toMatchObject({
      event: { location: null, description: null },
      changes: [],
    });
  });

  it('names every reason for a rejection, and keeps every changed value whole in DynamoDB JSON', () => {
    const conversion = converted({ title: undefined, capacity: { N: '0' }, secret: { B: new Uint8Array([0, 255]) } });
    expect(rulesOf(conversion)).toEqual(['title.missing', 'capacity.unusable', 'attribute.unknown']);
    expect(conversion.changes[0]).toMatchObject({ attribute: 'secret', found: { B: 'AP8=' } });
  });

  it('maps the same id always to the same one, and different ids that look alike to different ones', () => {
    const idOf = (text: string) => converted({ eventId: { S: text } }, { mapIds: true }).event?.eventId;
    expect(idOf('summer party')).toBe(idOf('summer party'));
    expect(idOf('summer party')).not.toBe(idOf('summer/party'));
    expect(idOf('x'.repeat(200))).toHaveLength(64);
  });

  it.each(['Olga_O.-7b3466456fe7ca6253bb25c9', 'olga-507f1f77bcf86cd799439011'])(
    'takes organizer %s as it is where ids are not mapped, or where no id is mapped to one like it',
    (organizer) => {
      const mapIds = !organizer.includes('_');
      expect(converted({ organizer: { S: organizer } }, { mapIds })).toMatchObject({
        event: { organizer },
        changes: [],
      });
    },
  );

  it('reads the id from the attribute that is the key, and reports an eventId beside it as unknown', () => {
    expect(converted({ id: { S: 'real' } }, { sourceKey: 'id' })).toMatchObject({
      event: { eventId: 'real' },
      changes: [{ attribute: 'eventId' }],
    });
  });
});

describe('the rules', () => {
  it('have a case each, but for the one that needs the tables: see collisions.test.ts', () => {
    expect(new Set([...CASES.map(({ rule }) => rule), 'id.taken'])).toEqual(new Set(Object.keys(RULES)));
  });

  it('have a row each in docs/migration.md', () => {
    const rows = readFileSync('docs/migration.md', 'utf8').replaceAll(/ +/g, ' ').split('\n');
    expect(rows).toEqual(
      expect.arrayContaining(
        Object.entries(RULES).map(
          ([name, { finding, effect, fix }]) => `| \`${name}\` | ${finding} | ${effect} | ${fix} |`,
        ),
      ),
    );
  });
});
