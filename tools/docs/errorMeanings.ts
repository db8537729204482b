import { fileURLToPath } from 'node:url';
import type { ErrorType } from '../../domain/error.ts';
import { readErrors } from '../errors/readErrors.ts';

const ERRORS = readErrors(fileURLToPath(new URL('../..', import.meta.url)));

/** The closed list, in the order of domain/error.ts. */
export const ERROR_TYPES: ErrorType[] = ERRORS.map(({ type }) => type);

/** What each error means to whoever made the call, and what to do, as domain/error.ts says it. */
export const ERROR_MEANINGS = Object.fromEntries(ERRORS.map(({ type, meaning }) => [type, meaning])) as Record<
  ErrorType,
  string
>;
