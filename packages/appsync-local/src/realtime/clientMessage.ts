/** A message of a client, as far as it can be understood (docs/reference/appsync.md#messages). */
export type ClientMessage =
  | { type: 'connection_init' }
  | { type: 'start'; id: string; data: string; authorization: Record<string, unknown> | undefined }
  | { type: 'stop'; id: string }
  /** Anything else: no JSON, an unknown type, no id, or a payload in the style of another protocol. */
  | { type: 'unknown' };

/** Reads a frame; never throws. */
export function readClientMessage(text: string): ClientMessage {
  const { type, id, payload } = objectFrom(text);
  if (type === 'connection_init') {
    return { type };
  }
  if (typeof id !== 'string' || id === '') {
    return { type: 'unknown' };
  }
  if (type === 'stop') {
    return { type, id };
  }
  const { data, extensions } = objectIn(payload);
  if (type !== 'start' || typeof data !== 'string') {
    return { type: 'unknown' };
  }
  const { authorization } = objectIn(extensions);
  return {
    type,
    id,
    data,
    authorization: typeof authorization === 'object' && authorization !== null ? objectIn(authorization) : undefined,
  };
}

function objectFrom(text: string): Record<string, unknown> {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return {};
  }
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
