/** The invocation ends before a step could be tried, or be given its time. It says nothing about the step. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}
