/**
 * The tool cannot do what it was told: it was wrongly called, or what it needs is not there. The message is one
 * sentence for the person who called it.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
