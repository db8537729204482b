import { valueTest } from './filterOperators.ts';
import { FilterRefused } from './filterRefused.ts';
import type { PayloadFilter } from './payloadFilter.ts';

const MAX_GROUPS = 10;
const MAX_FIELDS = 5;
const MAX_LEVELS = 5;

/**
 * Reads what `extensions.setSubscriptionFilter` and `setSubscriptionInvalidationFilter` take
 * (docs/reference/appsync.md#enhanced-filters): the entries of `filterGroup` are alternatives, the `filters` of one
 * entry must all pass. A field that is null or not there passes no filter; filters on names nested deeper than five
 * levels are ignored. Throws FilterRefused for what exceeds a limit or is no filter.
 */
export function readEnhancedFilter(filter: unknown): PayloadFilter {
  const { filterGroup } = objectIn(filter);
  if (!Array.isArray(filterGroup) || filterGroup.length === 0) {
    throw new FilterRefused('subscription filter has no filterGroup.');
  }
  if (filterGroup.length > MAX_GROUPS) {
    throw new FilterRefused(`Filters exceed maximum filter group limit ${MAX_GROUPS} for subscription`);
  }
  const alternatives = filterGroup.map(readGroup);
  return (payload) => alternatives.some((passes) => passes(payload));
}

function readGroup(group: unknown): PayloadFilter {
  const { filters } = objectIn(group);
  if (!Array.isArray(filters) || filters.length === 0) {
    throw new FilterRefused('subscription filter has a group without filters.');
  }
  const entries = filters.map(objectIn);
  if (new Set(entries.map(({ fieldName }) => fieldName)).size > MAX_FIELDS) {
    throw new FilterRefused(`Filters exceed maximum attributes limit ${MAX_FIELDS} for subscription`);
  }
  const tests = entries.flatMap(({ fieldName, operator, value }): PayloadFilter[] => {
    if (typeof fieldName !== 'string' || fieldName === '') {
      throw new FilterRefused('subscription filter has no fieldName.');
    }
    const test = valueTest(operator, value);
    const path = fieldName.split('.');
    if (path.length > MAX_LEVELS) {
      return [];
    }
    return [
      (payload) => {
        const field = valueAt(payload, path);
        return field !== undefined && field !== null && test(field);
      },
    ];
  });
  return (payload) => tests.every((passes) => passes(payload));
}

function valueAt(payload: unknown, path: readonly string[]): unknown {
  let value = payload;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function objectIn(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FilterRefused('subscription filter is not an object.');
  }
  return value as Record<string, unknown>;
}
