import type { LegacyRecord } from '../migrate/rules/attributeJson.ts';

/** Changes a plain record of the old table into one of a kind that the wild has. `n` is the record's number. */
type Change = (record: LegacyRecord, n: number) => LegacyRecord;

const set =
  (more: LegacyRecord): Change =>
  (record) => ({ ...record, ...more });
const without =
  (name: string): Change =>
  (record) =>
    Object.fromEntries(Object.entries(record).filter(([attribute]) => attribute !== name));
const withId =
  (text: (n: number) => string): Change =>
  (record, n) => ({ ...record, eventId: { S: text(n) } });

/** Records that migrate, as they are or changed. */
export const MIGRATING_KINDS = {
  plain: (record) => record,
  withoutDescription: without('description'),
  withoutLocation: without('location'),
  nullLocation: set({ location: { NULL: true } }),
  statusUpperCase: set({ status: { S: 'ACTIVE' } }),
  statusPublished: set({ status: { S: 'published' } }),
  statusCancelled: set({ status: { S: 'cancelled' } }),
  statusCompleted: set({ status: { S: 'completed' } }),
  statusDraft: set({ status: { S: 'draft' } }),
  statusUnknown: set({ status: { S: 'postponed' } }),
  statusMissing: without('status'),
  capacityText: set({ capacity: { S: ' 75 ' } }),
  dateWithoutTime: set({ date: { S: '2030-05-01' } }),
  dateWithoutZone: set({ date: { S: '2030-05-01 18:30:00' } }),
  dateWithOffset: set({ date: { S: '2030-05-01T18:30:00+02:00' } }),
  titleNumber: set({ title: { N: '1984' } }),
  titleLong: (record, n) => ({ ...record, title: { S: `A title that goes on and on ${n} `.repeat(6) } }),
  titleEmoji: set({ title: { S: `x${'🎉'.repeat(60)}` } }),
  locationLong: set({ location: { S: 'Behind the old mill, past the third gate, '.repeat(4) } }),
  locationList: set({ location: { L: [{ S: 'Hall 1' }, { S: 'Hall 2' }] } }),
  descriptionLong: set({ description: { S: 'Every word of it matters. '.repeat(200) } }),
  descriptionLineSeparators: set({ description: { S: 'one\u2028two\u2029three\nfour' } }),
  organizerMissing: without('organizer'),
  unknownAttributes: set({
    tags: { SS: ['music', 'outdoor'] },
    price: { N: '12.50000000000000000001' },
    scan: { B: new Uint8Array([0, 255]) },
  }),
} as const satisfies Record<string, Change>;

/** Records that are rejected, or migrate only with --map-ids. */
export const REJECTED_KINDS = {
  titleMissing: without('title'),
  titleBlank: set({ title: { S: '   ' } }),
  titleMap: set({ title: { M: { en: { S: 'Concert' } } } }),
  capacityMissing: without('capacity'),
  capacityWords: set({ capacity: { S: 'about fifty' } }),
  capacityZero: set({ capacity: { N: '0' } }),
  capacityFraction: set({ capacity: { N: '12.5' } }),
  dateMissing: without('date'),
  dateUnreadable: set({ date: { S: 'next Friday' } }),
  dateImpossible: set({ date: { S: '2030-02-30T10:00:00Z' } }),
  idWithSpaces: withId((n) => `summer party ${n}`),
  idTooLong: withId((n) => `${'party-'.repeat(12)}${n}`),
  organizerWithSpaces: set({ organizer: { S: 'Olga Organizer' } }),
  nothingButItsId: (record) => ({ eventId: record.eventId ?? { S: '' } }),
} as const satisfies Record<string, Change>;

export const KINDS: Readonly<Record<Kind, Change>> = { ...MIGRATING_KINDS, ...REJECTED_KINDS };
export type Kind = keyof typeof MIGRATING_KINDS | keyof typeof REJECTED_KINDS;
