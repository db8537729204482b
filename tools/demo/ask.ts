import { Unreachable, type ApiReply, type Send } from '../frame/api/sendTo.ts';
import { UsageError } from '../frame/usageError.ts';

/**
 * Sends one request as an admin; what it answers is read where it is asked.
 * @param expected error types with which it may end
 * @throws UsageError for any other error, and if no API answers
 */
export type Ask = (
  query: string,
  variables: Record<string, unknown>,
  expected?: readonly string[],
) => Promise<Pick<ApiReply, 'data' | 'errorTypes'>>;

export function asking(send: Send, url: string): Ask {
  return async (query, variables, expected = []) => {
    const { data, errorTypes, message } = await send(query, variables).catch((error: unknown) => {
      throw error instanceof Unreachable
        ? new UsageError(`no API answers at ${url} (${error.reason}); start it with npm start`)
        : error;
    });
    if (!errorTypes.every((errorType) => expected.includes(errorType))) {
      throw new UsageError(message);
    }
    return { data, errorTypes };
  };
}
