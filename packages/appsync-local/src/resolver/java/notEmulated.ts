/** Something of Java that AppSync offers and that cannot be done exactly here; the message says what. */
export class NotEmulated extends Error {
  override readonly name = 'NotEmulated';

  constructor(what: string) {
    super(`not emulated: ${what}`);
  }
}
