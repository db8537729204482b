import type { CreateEventInput } from '../../client/operations.generated.ts';
import { admin } from './api.ts';
import type { Calls, Reply } from './calls.ts';

let made = 0;

/** An id that no other case of this file has. */
export function freshId(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

/** What a new event needs; an organizer `olga`, one seat and a waitlist unless the case says otherwise. */
export function eventInput(input: Partial<CreateEventInput> = {}): CreateEventInput {
  return {
    eventId: freshId('event'),
    title: 'Concert',
    date: '2030-06-01T18:00:00.000Z',
    capacity: 1,
    organizer: 'olga',
    ...input,
  };
}

/** Makes what a case starts from, through the API as an admin; throws if that does not succeed. */
export function givenBy(calls: Calls) {
  const given = {
    /** New users, by id. */
    users: (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, newUser)),

    /**
     * A new event.
     * @returns its id
     */
    async event(input: Partial<CreateEventInput> = {}): Promise<string> {
      return must(await calls.createEvent(admin, { input: eventInput(input) })).eventId;
    },

    /** These people register, in this order. */
    async registrations(eventId: string, people: string[]): Promise<void> {
      for (const userId of people) {
        must(await calls.registerForEvent(admin, { userId, eventId }));
      }
    },

    /** A new event for which new people have registered in this order: the first have the seats, the others wait. */
    async eventWith(
      count: number,
      input: Partial<CreateEventInput> = {},
    ): Promise<{ eventId: string; people: string[] }> {
      const [eventId, people] = await Promise.all([given.event(input), given.users(count)]);
      await given.registrations(eventId, people);
      return { eventId, people };
    },
  };

  async function newUser(): Promise<string> {
    const userId = freshId('user');
    must(await calls.createUser(admin, { input: { userId, name: `Name of ${userId}` } }));
    return userId;
  }

  return given;
}

export type Given = ReturnType<typeof givenBy>;

/** The value of a reply that must be one. */
export function must<T>({ value, error }: Reply<T>): T {
  if (error !== null || value === null) {
    throw new Error(`expected an answer: ${JSON.stringify(error)}`);
  }
  return value;
}
