/**
 * The server's messages of AppSync's real-time protocol, as JSON texts (docs/reference/appsync.md#messages,
 * docs/reference/appsync.md#errors-of-the-connection).
 */

/** One entry of a message's errors. */
export interface RealtimeError {
  errorType?: string;
  message: string;
  errorCode?: number;
}

/** What clients may wait for a keep-alive, in milliseconds. */
const CONNECTION_TIMEOUT_MS = 300_000;

export const CONNECTION_ACK = JSON.stringify({
  type: 'connection_ack',
  payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS },
});
export const KEEP_ALIVE = JSON.stringify({ type: 'ka' });

/** Answers a connect that is refused; the socket is closed afterwards. */
export function connectionError(error: RealtimeError): string {
  return JSON.stringify({ payload: { errors: [error] }, type: 'connection_error' });
}

/** Answers a start that succeeded. */
export function startAck(id: string): string {
  return JSON.stringify({ id, type: 'start_ack' });
}

/** An event. `payload` is the JSON text of `{data, errors?}`, which all subscribers with the same selection share. */
export function data(id: string, payload: string): string {
  return `{"id":${JSON.stringify(id)},"type":"data","payload":${payload}}`;
}

/** The end of a subscription: the answer to a stop, or with a message when the server ends it. */
export function complete(id: string, message?: string): string {
  return JSON.stringify({ id, type: 'complete', ...(message === undefined ? {} : { payload: { message } }) });
}

/** Answers a start, stop or unreadable message that is refused. Some errors come as an object instead of an array. */
export function error(id: string, errors: RealtimeError[] | RealtimeError): string {
  return JSON.stringify({ id, type: 'error', payload: { errors } });
}

/** What is not a subscription, or no message at all (recorded for messages in the style of Apollo's protocol). */
export function unsupported(what = 'unknown'): RealtimeError {
  return { errorType: 'UnsupportedOperation', message: `${what} not supported through the realtime channel` };
}
