import type { EventItem } from '../../../../domain/item.ts';
import type { Kind, REJECTED_KINDS } from '../../src/demoLegacy/legacyKinds.ts';
import type { LegacyRecord } from '../../src/migrate/rules/attributeJson.ts';
import type { RuleName } from '../../src/migrate/rules/rules.ts';

/** Why each rejected kind is rejected. */
export const REJECTIONS: Record<keyof typeof REJECTED_KINDS, RuleName[]> = {
  titleMissing: ['title.missing'],
  titleBlank: ['title.missing'],
  titleMap: ['title.missing'],
  capacityMissing: ['capacity.missing'],
  capacityWords: ['capacity.unusable'],
  capacityZero: ['capacity.unusable'],
  capacityFraction: ['capacity.unusable'],
  dateMissing: ['date.missing'],
  dateUnreadable: ['date.unreadable'],
  dateImpossible: ['date.unreadable'],
  idWithSpaces: ['id.outsideAlphabet'],
  idTooLong: ['id.outsideAlphabet'],
  organizerWithSpaces: ['organizer.outsideAlphabet'],
  nothingButItsId: ['title.missing', 'capacity.missing', 'date.missing'],
};

export type Migrated = Pick<EventItem, 'title' | 'date' | 'capacity' | 'status'> & {
  location?: string;
  organizer?: string;
  description?: string;
};

/** What the stored event of a record must say, by what is known of its kind; undefined is an absent attribute. */
export function migratedOf(kind: Kind, record: LegacyRecord): Migrated {
  const text = (name: string) => record[name]?.S;
  const plain: Migrated = {
    title: text('title') ?? '',
    date: text('date') ?? '',
    capacity: Number(record.capacity?.N),
    status: 'OPEN',
    location: text('location'),
    organizer: text('organizer'),
    description: text('description'),
  };
  return { ...plain, ...OTHERWISE[kind]?.(plain) };
}

const OTHERWISE: Partial<Record<Kind, (plain: Migrated) => Partial<Migrated>>> = {
  statusCancelled: () => ({ status: 'CANCELLED' }),
  statusCompleted: () => ({ status: 'CLOSED' }),
  statusDraft: () => ({ status: 'DRAFT' }),
  statusUnknown: () => ({ status: 'DRAFT' }),
  statusMissing: () => ({ status: 'DRAFT' }),
  capacityText: () => ({ capacity: 75 }),
  dateWithoutTime: () => ({ date: '2030-05-01T00:00:00.000Z' }),
  dateWithoutZone: () => ({ date: '2030-05-01T18:30:00.000Z' }),
  dateWithOffset: () => ({ date: '2030-05-01T16:30:00.000Z' }),
  titleNumber: () => ({ title: '1984' }),
  titleLong: ({ title, description }) => ({
    title: `${title.slice(0, 99)}…`,
    description: `${title}\n\n${description}`,
  }),
  titleEmoji: ({ title, description }) => ({
    title: `x${'🎉'.repeat(49)}…`,
    description: `${title}\n\n${description}`,
  }),
  locationLong: ({ location, description }) => ({
    location: `${location?.slice(0, 99)}…`,
    description: `${location}\n\n${description}`,
  }),
  descriptionLong: ({ description }) => ({ description: `${description?.slice(0, 3999)}…` }),
};
