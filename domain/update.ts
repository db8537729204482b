import type { Expression } from './transaction.ts';

/**
 * An update of stored attributes: add to numbers, set values, remove attributes, copy.
 * @param increments by attribute; the attribute must be there
 * @param copies attributes that get the new value of an incremented one
 */
export function changing(
  increments: Record<string, number>,
  values: Record<string, unknown>,
  removed: string[],
  copies: { of: string; to: string[] } = { of: '', to: [] },
): Expression {
  const sets = [
    ...Object.keys(increments).map((name) => `#${name} = #${name} + :${name}`),
    // What stands on the right is the item as it was before.
    ...copies.to.map((name) => `#${name} = #${copies.of} + :${copies.of}`),
    ...Object.keys(values).map((name) => `#${name} = :${name}`),
  ];
  const removal = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
  const names: Record<string, string> = {};
  for (const name of [...Object.keys(increments), ...Object.keys(values), ...copies.to, ...removed]) {
    names[`#${name}`] = name;
  }
  const added: Record<string, unknown> = { ...increments, ...values };
  const placeholders: Record<string, unknown> = {};
  for (const name of Object.keys(added)) {
    placeholders[`:${name}`] = added[name];
  }
  return { expression: `SET ${sets.join(', ')}${removal}`, names, values: placeholders };
}
