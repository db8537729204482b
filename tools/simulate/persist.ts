import { retry, type ApiError } from 'event-registration-client';
import type { Ask, FieldReply } from './connect.ts';
import type { Tally } from './tally.ts';

/** A reply that is no success, as the client package's `retry` reads what other clients throw. */
class NoSuccess extends Error {
  override readonly name = 'NoSuccess';
  readonly reply: FieldReply;
  /** The error of the API; none where nothing is known of what the call has done. */
  readonly errors: Pick<FieldReply, 'errorType' | 'message' | 'errorInfo'>[];
  readonly statusCode: number;

  constructor(reply: FieldReply) {
    super(reply.message);
    this.reply = reply;
    const isLost = isOpen(reply) && reply.errorType !== 'Busy';
    this.errors = isLost ? [] : [reply];
    this.statusCode = isLost ? 503 : 200;
  }
}

/**
 * Repeats a call as the client package's `retry` does while it is Busy or lost, and counts what comes.
 * @param variablesOf the variables of an attempt
 * @param meansDone which error says, after an attempt that may have succeeded, that it has
 * @returns the reply that is true of all attempts; null where an earlier attempt has done it
 */
export async function persist(
  ask: Ask,
  query: string,
  variablesOf: (clientRequestId: string, isRepeat: boolean) => Record<string, unknown>,
  tally: Tally,
  meansDone: (error: ApiError) => boolean = () => false,
): Promise<FieldReply | null> {
  const attempt = async (clientRequestId: string, isRepeat: boolean): Promise<FieldReply> => {
    tally.retries += isRepeat ? 1 : 0;
    const reply = await ask(query, variablesOf(clientRequestId, isRepeat));
    if (reply.errorType !== null) {
      tally.countError(reply.errorType);
      throw new NoSuccess(reply);
    }
    return reply;
  };
  return retry(attempt, { meansDone }).catch((thrown: unknown) => {
    if (thrown instanceof NoSuccess) {
      return thrown.reply;
    }
    throw thrown;
  });
}

/** Whether another try may bring another answer. */
export function isOpen({ errorType }: FieldReply): boolean {
  return (
    errorType !== null &&
    (['Busy', 'InternalError', 'ExecutionTimeout', 'no connection', 'HTTP 429'].includes(errorType) ||
      /^HTTP 5/.test(errorType))
  );
}
