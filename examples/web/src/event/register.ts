import {
  CreateUserDocument,
  isBusy,
  isUserAlreadyExists,
  isUserNotFound,
  pauseMs,
  readError,
  RegisterForEventDocument,
} from 'event-registration-client';
import type { RegisterForEventMutation, Transport } from 'event-registration-client';
import { nameOf } from '../identity/people.ts';

export type Registration = NonNullable<RegisterForEventMutation['registerForEvent']>;

const MOST_ATTEMPTS = 4;

/**
 * Registers somebody, whom it signs up if need be. All attempts carry the same clientRequestId: after a lost answer or
 * `Busy`, the next one answers what the first one did.
 */
export async function register({ request }: Transport, userId: string, eventId: string): Promise<Registration> {
  const variables = { userId, eventId, clientRequestId: [...crypto.getRandomValues(new Uint32Array(4))].join('-') };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { registerForEvent } = await request(RegisterForEventDocument, variables);
      return registerForEvent as Registration;
    } catch (thrown) {
      const error = readError(thrown);
      const isWorthRepeating = error === null || isBusy(error) || isUserNotFound(error);
      if (!isWorthRepeating || attempt === MOST_ATTEMPTS) throw thrown;
      if (isUserNotFound(error)) await signUp({ request }, userId);
      else await new Promise((resolve) => setTimeout(resolve, pauseMs(attempt)));
    }
  }
}

/** Makes somebody known to the API; from another window, or by an answer that was lost, they may be known already. */
async function signUp({ request }: Pick<Transport, 'request'>, userId: string): Promise<void> {
  await request(CreateUserDocument, { input: { userId, name: nameOf(userId) } }).catch((thrown: unknown) => {
    if (!isUserAlreadyExists(readError(thrown))) throw thrown;
  });
}
