import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { fieldsIn } from './selection.ts';

/**
 * Reduces the `data` of util.error to what the caller selected on the field
 * (docs/reference/appsync.md#errors-of-fields); leaves stay as they are.
 */
export function filterErrorData(data: unknown, info: GraphQLResolveInfo): unknown {
  const sets = info.fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return sets.length === 0 ? (data ?? null) : filter(data, sets, info);
}

function filter(data: unknown, sets: SelectionSetNode[], info: GraphQLResolveInfo): unknown {
  if (Array.isArray(data)) {
    return data.map((item) => filter(item, sets, info));
  }
  if (typeof data !== 'object' || data === null) {
    return data ?? null;
  }
  const kept: Record<string, unknown> = {};
  for (const { name, selectionSet } of sets.flatMap((set) => fieldsIn(set, info))) {
    const value = (data as Record<string, unknown>)[name.value];
    if (value === undefined) {
      continue;
    }
    kept[name.value] = selectionSet === undefined ? value : filter(value, [selectionSet], info);
  }
  return kept;
}
