/**
 * How connections to DynamoDB Local are kept. It closes one that was idle for 30 s, maybe at the moment of the next
 * request, whose answer is then lost. So a free one is closed here before that; the time-out ends no request.
 */
export const SOCKETS = { keepAlive: true, timeout: 20_000 } as const;
