import type { Expression } from './transaction.ts';

/** What a few updates do besides. */
export interface UpdateExtras {
  /** What an incremented attribute that is not there counts as, where that may be. */
  begun?: Record<string, number>;
  /** Attributes that get the new value of an incremented one. */
  copied?: { of: string; to: string[] };
  /** Values of attributes that have none yet; one that is there stays. */
  first?: Record<string, unknown>;
}

/**
 * An update of stored attributes: add to numbers, set values, remove attributes, copy.
 * @param increments by attribute; the attribute must be there, or in `extras.begun`
 */
export function changing(
  increments: Record<string, number>,
  values: Record<string, unknown>,
  removed: string[],
  extras: UpdateExtras = {},
): Expression {
  const begun = extras.begun ?? {};
  const copied = extras.copied ?? { of: '', to: [] };
  const first = extras.first ?? {};
  const before = (name: string) => (begun[name] === undefined ? `#${name}` : `if_not_exists(#${name}, :${name}_begun)`);
  const sets = [
    ...Object.keys(increments).map((name) => `#${name} = ${before(name)} + :${name}`),
    // What stands on the right is the item as it was before.
    ...copied.to.map((name) => `#${name} = #${copied.of} + :${copied.of}`),
    ...Object.keys(values).map((name) => `#${name} = :${name}`),
    ...Object.keys(first).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const removal = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
  const names: Record<string, string> = {};
  for (const name of [
    ...Object.keys(increments),
    ...Object.keys(values),
    ...Object.keys(first),
    ...copied.to,
    ...removed,
  ]) {
    names[`#${name}`] = name;
  }
  const added: Record<string, unknown> = { ...increments, ...values, ...first };
  const placeholders: Record<string, unknown> = {};
  for (const name of Object.keys(added)) {
    placeholders[`:${name}`] = added[name];
  }
  for (const name of Object.keys(begun)) {
    placeholders[`:${name}_begun`] = begun[name];
  }
  return { expression: `SET ${sets.join(', ')}${removal}`, names, values: placeholders };
}

/**
 * An update of an item that is made by it if it is not there: adds to numbers, which begin at 0, and sets values.
 * @param added by attribute
 */
export function adding(added: Record<string, number>, values: Record<string, unknown>): Expression {
  const { expression, names, values: placeholders } = changing({}, values, []);
  const adds = Object.keys(added).map((name) => `#${name} :${name}`);
  for (const name of Object.keys(added)) {
    names[`#${name}`] = name;
    placeholders[`:${name}`] = added[name];
  }
  return { expression: `${expression} ADD ${adds.join(', ')}`, names, values: placeholders };
}
