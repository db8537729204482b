/** Ends an effort at its deadline; it never leaves the function, whose answer then is Busy. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}
