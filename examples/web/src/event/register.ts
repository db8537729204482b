import {
  CreateUserDocument,
  earlyByMs,
  isUserAlreadyExists,
  isUserNotFound,
  readError,
  RegisterForEventDocument,
  retry,
  type RegisterForEventMutation,
  type Transport,
} from 'event-registration-client';
import type { Person } from '../api/api.ts';

export type Registration = NonNullable<RegisterForEventMutation['registerForEvent']>;

/** The countdown may turn over so much too early, by its jitter and the difference of two servers' clocks. */
const EARLY_MS = 2000;

/**
 * Registers the reader, who is created first if the API does not know them. A call a moment before the opening is made
 * again just then. All attempts carry the same clientRequestId:
 * after a lost answer or `Busy`, the next attempt answers what the first one did.
 */
export function register({ request }: Transport, person: Person, eventId: string): Promise<Registration> {
  return retry(async (clientRequestId, isRepeat) => {
    const ask = async () => {
      const variables = { eventId, clientRequestId, isRepeat };
      const { registerForEvent } = await request(RegisterForEventDocument, variables);
      return registerForEvent as Registration;
    };
    try {
      return await ask();
    } catch (thrown) {
      const error = readError(thrown);
      const earlyMs = earlyByMs(error);
      if (earlyMs !== null && earlyMs <= EARLY_MS) {
        await new Promise((resolve) => setTimeout(resolve, earlyMs));
      } else if (isUserNotFound(error)) {
        await signUp({ request }, person);
      } else {
        throw thrown;
      }
      return ask();
    }
  });
}

/** Creates a user. Another window, or a request whose answer was lost, may have done so already. */
async function signUp({ request }: Pick<Transport, 'request'>, { name }: Person): Promise<void> {
  await request(CreateUserDocument, { input: { name } }).catch((thrown: unknown) => {
    if (!isUserAlreadyExists(readError(thrown))) {
      throw thrown;
    }
  });
}
