/** A filter that AppSync does not take; the start is answered with the message and code 400 (reference 11.3). */
export class FilterRefused extends Error {
  override readonly name = 'FilterRefused';
}
