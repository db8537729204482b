/** The outputs cannot be written, for the reason that the message says. */
export class OutputsError extends Error {
  override readonly name = 'OutputsError';
}
