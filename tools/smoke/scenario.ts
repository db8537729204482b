import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Send } from '../frame/api/sendTo.ts';
import { PREFIX, type Cast, type Person } from './cast.ts';

/** A chapter of the story: throws AssertionError if the API does not do as it says. */
export interface Chapter {
  title: string;
  play(): Promise<void>;
}

/**
 * One story from the first user to the second promotion, in order: each chapter builds on those before.
 * It leaves three users behind, always the same, because there is no way to delete a user, and the small item that each
 * deleted event leaves; `cleanUp` removes all else.
 * @param eventId of the event that is made, used by nobody else
 */
export function scenario(cast: Cast, eventId: string): { chapters: Chapter[]; cleanUp(): Promise<void> } {
  const { people, backend, reader } = cast;
  const id = (name: Person) => `${PREFIX}${name}`;
  const register = (name: Person) =>
    `mutation { registerForEvent(userId: "${id(name)}", eventId: "${eventId}") { registrationStatus position waitlistCount } }`;
  const unregister = (name: Person) =>
    `mutation { unregisterFromEvent(userId: "${id(name)}", eventId: "${eventId}") { registrationStatus promoted promotedUserId } }`;
  const place = (name: Person) =>
    `{ getRegistration(userId: "${id(name)}", eventId: "${eventId}") { registrationStatus position waitlistCount } }`;
  const SEATS = `{ getEvent(eventId: "${eventId}") { capacity currentRegistrations waitlistCount } }`;
  const WAITLIST = `{ listWaitlist(eventId: "${eventId}") { items { userId joinedPosition } nextToken } }`;
  const organizer = cast.areSeparate ? '' : `, organizer: "${id('olga')}"`;
  const event = `{eventId: "${eventId}", title: "Smoke test", date: "2030-05-01T18:00:00+02:00", capacity: 1${organizer}}`;
  const CREATE_EVENT = `mutation { createEvent(input: ${event}) { date organizer waitlistEnabled status } }`;
  const seated = { registrationStatus: 'REGISTERED', position: null, waitlistCount: null };
  const waiting = (position: number, waitlistCount: number) => ({
    registrationStatus: 'WAITLISTED',
    position,
    waitlistCount,
  });
  const seats = async (currentRegistrations: number, waitlistCount: number) =>
    answers(reader ?? backend, SEATS, { getEvent: { capacity: 1, currentRegistrations, waitlistCount } });

  const chapters: Chapter[] = [
    {
      title: 'refuses whoever has no credentials that are worth anything',
      async play() {
        for (const stranger of cast.strangers) {
          equal((await stranger(SEATS)).status, 401);
        }
      },
    },
    {
      title: 'creates three users, each by themselves, unless an earlier run has',
      async play() {
        for (const name of ['alice', 'bob', 'cleo'] as const) {
          const { errorTypes } = await people[name](
            `mutation { createUser(input: {userId: "${id(name)}", name: "Smoke test"}) { userId } }`,
          );
          ok(
            errorTypes.every((type) => type === 'UserAlreadyExists'),
            errorTypes.join(),
          );
        }
      },
    },
    {
      title: 'creates an event with one seat and a waitlist, as an organizer and nobody less',
      async play() {
        if (cast.areSeparate) {
          await refuses(people.alice, CREATE_EVENT, 'Unauthorized');
        }
        if (reader) {
          await refuses(reader, CREATE_EVENT, 'Unauthorized');
        }
        const createEvent = {
          date: '2030-05-01T16:00:00.000Z',
          organizer: id('olga'),
          waitlistEnabled: true,
          status: 'OPEN',
        };
        await answers(people.olga, CREATE_EVENT, { createEvent });
      },
    },
    {
      title: 'fills it: the first gets the seat, the others places in the order they came',
      async play() {
        await answers(people.alice, register('alice'), { registerForEvent: seated });
        await answers(people.bob, register('bob'), { registerForEvent: waiting(1, 1) });
        await answers(people.cleo, register('cleo'), { registerForEvent: waiting(2, 2) });
        await seats(1, 2);
      },
    },
    {
      title: 'refuses a second registration',
      play: () => refuses(people.bob, register('bob'), 'AlreadyRegistered'),
    },
    {
      title: 'shows places and the waitlist to those who may see them',
      async play() {
        const items = [
          { userId: id('bob'), joinedPosition: 1 },
          { userId: id('cleo'), joinedPosition: 2 },
        ];
        await answers(people.cleo, place('cleo'), { getRegistration: waiting(2, 2) });
        for (const send of [people.olga, backend]) {
          await answers(send, WAITLIST, { listWaitlist: { items, nextToken: null } });
        }
        if (reader) {
          await refuses(reader, place('cleo'), 'Unauthorized');
        }
        if (cast.areSeparate) {
          await refuses(people.bob, WAITLIST, 'Unauthorized');
          await refuses(people.bob, place('cleo'), 'Unauthorized');
        }
      },
    },
    {
      title: 'lets nobody give up what is not theirs',
      async play() {
        if (reader) {
          await refuses(reader, unregister('alice'), 'Unauthorized');
        }
        if (cast.areSeparate) {
          await refuses(people.bob, unregister('alice'), 'Unauthorized');
        }
        await seats(1, 2);
      },
    },
    {
      title: 'promotes the head of the waitlist when the seat is given up, and tells who it is to those who may know',
      async play() {
        const promotedUserId = cast.areSeparate ? null : id('bob');
        await answers(people.alice, unregister('alice'), {
          unregisterFromEvent: { registrationStatus: 'REGISTERED', promoted: true, promotedUserId },
        });
        await answers(people.bob, place('bob'), { getRegistration: seated });
        await answers(people.cleo, place('cleo'), { getRegistration: waiting(1, 1) });
        await answers(people.alice, place('alice'), { getRegistration: null });
        await seats(1, 1);
      },
    },
    {
      title: 'promotes again when a backend ends the registration',
      async play() {
        const ended = { registrationStatus: 'REGISTERED', promoted: true, promotedUserId: id('cleo') };
        await answers(backend, unregister('bob'), { unregisterFromEvent: ended });
        await answers(people.cleo, place('cleo'), { getRegistration: seated });
        await seats(1, 0);
      },
    },
  ];
  return {
    chapters,
    async cleanUp() {
      for (const name of ['cleo', 'bob', 'alice'] as const) {
        await backend(unregister(name));
      }
      const { errorTypes } = await backend(`mutation { deleteEvent(eventId: "${eventId}") { eventId } }`);
      ok(
        errorTypes.every((type) => type === 'EventNotFound'),
        `event ${eventId} is left behind: ${errorTypes.join()}`,
      );
    },
  };
}

async function answers(send: Send, query: string, expected: object): Promise<void> {
  const { data, errorTypes } = await send(query);
  deepEqual({ data, errorTypes }, { data: expected, errorTypes: [] }, query);
}

async function refuses(send: Send, query: string, errorType: string): Promise<void> {
  const { errorTypes } = await send(query);
  deepEqual(errorTypes, [errorType], query);
}
