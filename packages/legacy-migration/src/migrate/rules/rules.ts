/**
 * What a rule does with a record: `rejected` leaves it in the old table, `changed` migrates it with a report of the
 * change.
 */
export type Effect = 'rejected' | 'changed';

export interface Rule {
  effect: Effect;
  /** What is found in the old record. */
  finding: string;
  /** What is done about it; for a rejection, what a person can do. */
  fix: string;
}

/**
 * Every rule for values that cannot be migrated as they are; `docs/migration.md` has the same rows, which a test
 * compares.
 */
export const RULES = {
  'id.notText': {
    effect: 'changed',
    finding: 'the id is a number or binary',
    fix: 'its digits, or its base64url text, become the id',
  },
  'id.outsideAlphabet': {
    effect: 'rejected',
    finding: 'the id is not 1 to 64 characters of A-Z a-z 0-9 . _ @ + -',
    fix: 'use --map-ids',
  },
  'id.mapped': {
    effect: 'changed',
    finding: 'such an id, with --map-ids',
    fix: 'a readable part and a hash of the old id become the id, always the same one',
  },
  'id.taken': {
    effect: 'rejected',
    finding: 'the id of its event belongs to another record, to an event that came from none, or to a deleted one',
    fix: 'copy the record under an id that is free',
  },
  'title.missing': {
    effect: 'rejected',
    finding: 'no title, a blank one, or one that is no text',
    fix: 'give the record a title',
  },
  'title.notText': {
    effect: 'changed',
    finding: 'the title is a number or boolean',
    fix: 'its text becomes the title',
  },
  'title.cleaned': {
    effect: 'changed',
    finding: 'the title has control characters, ones that turn the direction of text, tabs or line breaks',
    fix: 'they are left out; tabs and line breaks become spaces',
  },
  'title.cut': {
    effect: 'changed',
    finding: 'the title has more than 100 characters',
    fix: 'it is cut, the description begins with the whole',
  },
  'capacity.missing': { effect: 'rejected', finding: 'no capacity', fix: 'give the record a capacity' },
  'capacity.unusable': {
    effect: 'rejected',
    finding: 'the capacity is not a whole number from 1 to 1,000,000',
    fix: 'correct the capacity',
  },
  'capacity.text': {
    effect: 'changed',
    finding: 'the capacity is a number written as text',
    fix: 'the number becomes the capacity',
  },
  'date.missing': { effect: 'rejected', finding: 'no date', fix: 'give the record a date' },
  'date.unreadable': {
    effect: 'rejected',
    finding: 'the date is not an existing ISO 8601 date of the years 0001 to 9999',
    fix: 'write it as 2030-05-01T18:00:00Z',
  },
  'date.withoutTime': { effect: 'changed', finding: 'the date has no time', fix: 'midnight UTC' },
  'date.withoutZone': {
    effect: 'changed',
    finding: 'the date has a time but no offset',
    fix: 'the time is taken as UTC',
  },
  'status.unknown': {
    effect: 'changed',
    finding: 'no status, or one that the table below does not have',
    fix: 'DRAFT, which only its organizer, admins and backends see',
  },
  'location.notText': {
    effect: 'changed',
    finding: 'the location is a number or boolean',
    fix: 'its text becomes the location',
  },
  'location.unusable': {
    effect: 'changed',
    finding: 'the location is a list, map, set or binary',
    fix: 'left out, kept in the report',
  },
  'location.cleaned': {
    effect: 'changed',
    finding: 'the location has control characters, ones that turn the direction of text, tabs or line breaks',
    fix: 'they are left out; tabs and line breaks become spaces',
  },
  'location.cut': {
    effect: 'changed',
    finding: 'the location has more than 100 characters',
    fix: 'it is cut, the description begins with the whole',
  },
  'description.notText': {
    effect: 'changed',
    finding: 'the description is a number or boolean',
    fix: 'its text becomes the description',
  },
  'description.unusable': {
    effect: 'changed',
    finding: 'the description is a list, map, set or binary',
    fix: 'left out, kept in the report',
  },
  'description.cleaned': {
    effect: 'changed',
    finding: 'the description has control characters, or ones that turn the direction of text',
    fix: 'they are left out',
  },
  'description.cut': {
    effect: 'changed',
    finding: 'the description, with what was cut elsewhere, has more than 4,000 characters',
    fix: 'it is cut, the whole is kept in the report',
  },
  'organizer.missing': {
    effect: 'changed',
    finding: 'no organizer, or one that is no text or number',
    fix: 'none: only admins and backends can change the event',
  },
  'organizer.outsideAlphabet': {
    effect: 'rejected',
    finding: 'the organizer cannot be a user id (same alphabet as ids)',
    fix: 'correct it, or use --map-ids',
  },
  'organizer.likeMapped': {
    effect: 'rejected',
    finding: 'an organizer that reads as a mapped one, with --map-ids: two people could become one',
    fix: 'correct the organizer',
  },
  'organizer.mapped': { effect: 'changed', finding: 'such an organizer, with --map-ids', fix: 'mapped as ids are' },
  'attribute.unknown': {
    effect: 'changed',
    finding: 'an attribute that the new table does not have',
    fix: 'left out, kept in the report',
  },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
