import type { Expression } from './transaction.ts';

/**
 * An update of stored attributes: add to numbers, set values, remove attributes.
 * @param increments by attribute; the attribute must be there
 */
export function changing(
  increments: Record<string, number>,
  values: Record<string, unknown>,
  removed: string[],
): Expression {
  const sets = [
    ...Object.keys(increments).map((name) => `#${name} = #${name} + :${name}`),
    ...Object.keys(values).map((name) => `#${name} = :${name}`),
  ];
  const removal = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
  const names: Record<string, string> = {};
  for (const name of [...Object.keys(increments), ...Object.keys(values), ...removed]) {
    names[`#${name}`] = name;
  }
  const added: Record<string, unknown> = { ...increments, ...values };
  const placeholders: Record<string, unknown> = {};
  for (const name of Object.keys(added)) {
    placeholders[`:${name}`] = added[name];
  }
  return { expression: `SET ${sets.join(', ')}${removal}`, names, values: placeholders };
}
