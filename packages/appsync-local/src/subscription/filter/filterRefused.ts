/**
 * A filter that AppSync does not take; the start is answered with the message and code 400
 * (docs/reference/appsync.md#enhanced-filters).
 */
export class FilterRefused extends Error {
  override readonly name = 'FilterRefused';
}
