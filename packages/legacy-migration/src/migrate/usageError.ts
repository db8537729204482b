/**
 * The command cannot do what it was told; the message is one sentence for the person who told it. Nothing was changed.
 */
export class UsageError extends Error {
  override name = 'UsageError';
}
