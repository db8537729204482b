import { randomUUID } from 'node:crypto';
import { issueToken } from 'appsync-local';
import {
  CreateEventDocument,
  CreateUserDocument,
  GetEventDocument,
  RegisterForEventDocument,
  UnregisterFromEventDocument,
  UpdateEventDocument,
  type CreateEventInput,
} from '../../client/operations.generated.ts';
import { isUserAlreadyExists, readError } from '../../client/error.ts';
import { send } from '../client/snippets/fetch.ts';

/** What happens behind the scenes of a browser test, as an admin. */
export class Backstage {
  readonly #api: { endpoint: string; getToken: () => Promise<string> };

  constructor(endpoint: string, stateDir: string) {
    this.#api = { endpoint, getToken: () => issueToken(stateDir, 'root', { groups: ['admins'] }) };
  }

  /** A new event of olga's, with these people in this order; answers its id. */
  async event(people: readonly string[], input: Partial<CreateEventInput> & { capacity: number }): Promise<string> {
    const eventId: string = randomUUID();
    const event = { title: 'An evening', date: '2031-05-01T18:00:00Z', organizer: 'olga', ...input, eventId };
    await send(this.#api, CreateEventDocument, { input: event });
    for (const userId of people) {
      await send(this.#api, CreateUserDocument, { input: { userId, name: userId } }).catch((thrown: unknown) => {
        if (!isUserAlreadyExists(readError(thrown))) {
          throw thrown;
        }
      });
      await send(this.#api, RegisterForEventDocument, { userId, eventId });
    }
    return eventId;
  }

  async leave(userId: string, eventId: string): Promise<void> {
    await send(this.#api, UnregisterFromEventDocument, { userId, eventId });
  }

  async cancel(eventId: string): Promise<void> {
    await send(this.#api, UpdateEventDocument, { input: { eventId, status: 'CANCELLED' } });
  }

  /** Seats taken and people waiting, as stored. */
  async counts(eventId: string): Promise<{ seated: number; waiting: number }> {
    const { getEvent } = await send(this.#api, GetEventDocument, { eventId });
    return { seated: getEvent?.currentRegistrations ?? Number.NaN, waiting: getEvent?.waitlistCount ?? Number.NaN };
  }
}
