/**
 * Something that the person who started the local API can mend: an assembly with what is not emulated, code that
 * AppSync would refuse, a taken port. The message says what, without a stack trace; any other error is a bug.
 */
export class LocalError extends Error {
  override readonly name: string = 'LocalError';
}

/** A start that cannot succeed; the message is one sentence for the person who started it. */
export class StartError extends LocalError {
  override readonly name = 'StartError';
}
