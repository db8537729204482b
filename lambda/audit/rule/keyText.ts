import { keyOf, type Key } from '../../../domain/keys.ts';

/** A key on one line, for comparing and printing. */
export function keyText(item: Key): string {
  return Object.values(keyOf(item)).join(' ');
}
