/** Something of Java that AppSync offers and that cannot be done exactly here; the message says what. */
export class NotEmulated extends Error {
  constructor(what: string) {
    super(`not emulated: ${what}`);
    this.name = 'NotEmulated';
  }
}
