import {
  CreateUserDocument,
  isBusy,
  isUserAlreadyExists,
  isUserNotFound,
  pauseMs,
  readError,
  RegisterForEventDocument,
  type RegisterForEventMutation,
  type Transport,
} from 'event-registration-client';
import { nameOf } from '../identity/people.ts';

export type Registration = NonNullable<RegisterForEventMutation['registerForEvent']>;

const MAX_ATTEMPTS = 4;

/**
 * Registers a user, who is created first if the API does not know them. All attempts carry the same clientRequestId:
 * after a lost answer or `Busy`, the next attempt answers what the first one did.
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
      if (!isWorthRepeating || attempt === MAX_ATTEMPTS) {
        throw thrown;
      }
      if (isUserNotFound(error)) {
        await signUp({ request }, userId);
      } else {
        await new Promise((resolve) => setTimeout(resolve, pauseMs(attempt)));
      }
    }
  }
}

/** Creates a user. Another window, or a request whose answer was lost, may have done so already. */
async function signUp({ request }: Pick<Transport, 'request'>, userId: string): Promise<void> {
  await request(CreateUserDocument, { input: { userId, name: nameOf(userId) } }).catch((thrown: unknown) => {
    if (!isUserAlreadyExists(readError(thrown))) {
      throw thrown;
    }
  });
}
