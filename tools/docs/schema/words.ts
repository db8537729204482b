import type { ErrorType } from '../../../domain/error.ts';
import { ERROR_TYPES } from '../errorMeanings.ts';

/**
 * A description of schema.graphql, taken apart: the schema is where it is written who may call and what can go wrong.
 */
export interface Words {
  /** What it is. */
  text: string;
  /** The sentence that begins with "For", null if there is none. */
  who: string | null;
  /** What follows "Errors", as it is written; null if nothing does. */
  errors: string | null;
  /** The errors named in it. */
  errorTypes: ErrorType[];
}

/** Takes a description apart. Its errors come last, after "Errors:" or "Errors, in this order:". */
export function readWords(description: string): Words {
  const line = description.replaceAll(/\s+/g, ' ').trim();
  const [, before = '', order = '', errors = null] = /^(.*?)\s*\bErrors(, in this order)?: (.*)$/.exec(line) ?? [
    null,
    line,
  ];
  const [who = null] = /\bFor (everyone|the|organizers)\b[^.]*\./.exec(before) ?? [];
  return {
    text: (who === null ? before : before.replace(who, '')).replaceAll(/\s+/g, ' ').trim(),
    who,
    errors: errors === null ? null : `${order === '' ? '' : 'in this order: '}${errors}`,
    errorTypes: ERROR_TYPES.filter((type) => new RegExp(`\\b${type}\\b`).test(errors ?? '')),
  };
}
