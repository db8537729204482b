import { TABLE_KEYS } from './keys.ts';
import type { Expression } from './transaction.ts';

/**
 * A condition from clauses that all must hold. In a clause `#if_x` stands for attribute `x` and `:if_y` for value `y`.
 * @param attributes the attributes that the clauses name
 * @param values by name, without the placeholder's prefix
 */
export function allOf(clauses: string[], attributes: string[], values: Record<string, unknown>): Expression {
  return {
    expression: clauses.map((clause) => `(${clause})`).join(' AND '),
    names: placeholders('#if_', attributes),
    values: valuePlaceholders(':if_', values),
  };
}

/** The item is there, and the clauses hold. */
export function existsAnd(clauses: string[], attributes: string[], values: Record<string, unknown>): Expression {
  const condition = allOf(['attribute_exists(#if_key)', ...clauses], attributes, values);
  return { ...condition, names: { ...condition.names, '#if_key': TABLE_KEYS.partitionKey } };
}

/** The item is there. */
export function exists(): Expression {
  return existsAnd([], [], {});
}

/** The item is not there. */
export function absent(): Expression {
  return {
    expression: 'attribute_not_exists(#if_key)',
    names: { '#if_key': TABLE_KEYS.partitionKey },
    values: {},
  };
}

/**
 * An update of stored attributes: add to numbers, set values, remove attributes.
 * @param increments by attribute; the attribute must be there
 */
export function changing(increments: Record<string, number>, values: Record<string, unknown>, removed: string[]): Expression {
  const sets = [
    ...Object.keys(increments).map((name) => `#${name} = #${name} + :${name}`),
    ...Object.keys(values).map((name) => `#${name} = :${name}`),
  ];
  const removal = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
  return {
    expression: `SET ${sets.join(', ')}${removal}`,
    names: placeholders('#', [...Object.keys(increments), ...Object.keys(values), ...removed]),
    values: valuePlaceholders(':', { ...increments, ...values }),
  };
}

function placeholders(prefix: string, attributes: string[]): Record<string, string> {
  const names: Record<string, string> = {};
  for (const attribute of attributes) {
    names[`${prefix}${attribute}`] = attribute;
  }
  return names;
}

function valuePlaceholders(prefix: string, values: Record<string, unknown>): Record<string, unknown> {
  const prefixed: Record<string, unknown> = {};
  for (const name of Object.keys(values)) {
    prefixed[`${prefix}${name}`] = values[name];
  }
  return prefixed;
}
