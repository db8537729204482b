import { LIMITS } from './limits.ts';
import { validationError, type Failure } from './error.ts';

export interface PageArguments {
  limit?: number | null;
  nextToken?: string | null;
}

/** Null, or the ValidationError of a page limit outside 1–100 or an empty token. */
export function checkPage(page: PageArguments): Failure | null {
  const limit = page.limit ?? LIMITS.pageDefault;
  if (limit < LIMITS.pageMin || limit > LIMITS.pageMax) {
    return validationError('limit', `must be ${LIMITS.pageMin} to ${LIMITS.pageMax}`, {
      min: LIMITS.pageMin,
      max: LIMITS.pageMax,
    });
  }
  return page.nextToken === '' ? invalidNextToken() : null;
}

/** The page's size in items. */
export function pageLimit(page: PageArguments): number {
  return page.limit ?? LIMITS.pageDefault;
}

/** A token that no page of this very query has given. */
export function invalidNextToken(): Failure {
  return validationError('nextToken', 'is not a token of this list');
}
