import { describe, expect, it } from 'vitest';
import { newEventAttributes, type NewEvent } from '../../../domain/event/createEvent.ts';
import { eventKey } from '../../../domain/keys.ts';
import { compareEventItem } from '../src/migrate/target/compareEvent.ts';

const NOW = '2030-01-01T00:00:00.000Z';
const event: NewEvent = {
  eventId: 'event',
  title: 'Concert',
  description: null,
  date: '2030-06-01T18:00:00.000Z',
  endsAt: null,
  timeZone: null,
  location: null,
  capacity: 3,
  organizer: null,
  status: 'OPEN',
  waitlistEnabled: true,
  registrationOpensAt: null,
  registrationClosesAt: null,
};
const stored = { ...eventKey('event'), ...newEventAttributes(event, NOW) };
const differing = (changes: object) => compareEventItem(event, { ...stored, ...changes }).map(({ field }) => field);

describe('a migrated event that nobody has changed', () => {
  it('is as it was written, whatever a release before has not counted yet', () => {
    const { waitlistJoins: _, waitlistNoted: __, ...before } = stored;
    expect(compareEventItem(event, stored)).toEqual([]);
    expect(compareEventItem(event, before)).toEqual([]);
  });

  it.each(Object.keys(stored).filter((field) => !['PK', 'SK', 'version', 'createdAt', 'updatedAt'].includes(field)))(
    'differs where %s is another',
    (field) => expect(differing({ [field]: 'another' })).toEqual([field]),
  );

  it.each(['endsAt', 'timeZone', 'opensAt', 'closesAt', 'location', 'organizer'])(
    'differs where it has %s, which its old record has not',
    (field) => expect(differing({ [field]: NOW })).toEqual([field]),
  );

  it('may have what an update has given it', () => {
    expect(differing({ version: 2, endsAt: NOW, waitlistNoted: 7 })).toEqual([]);
  });
});
