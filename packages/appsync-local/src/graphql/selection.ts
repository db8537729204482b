import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  print,
  typeFromAST,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** `info.selectionSetList` and `info.selectionSetGraphQL` (docs/reference/appsync.md#the-context). */
export interface Selection {
  /** Slash paths by alias, fragments' fields included; of an abstract type only the shared fields. */
  selectionSetList: string[];
  /** The text of the selection, spreads left as they are; empty for a field without one. */
  selectionSetGraphQL: string;
}

/** Describes what a field's caller selected, as resolvers see it. */
export function describeSelection(info: GraphQLResolveInfo): Selection {
  const sets = info.fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const isAbstract = isAbstractType(getNamedType(info.returnType));
  const selections = sets.flatMap((set) => set.selections);
  return {
    selectionSetList: [...new Set(sets.flatMap((set) => pathsOf(set, '', info, isAbstract)))],
    selectionSetGraphQL: sets.length === 0 ? '' : print({ kind: Kind.SELECTION_SET, selections }),
  };
}

/** The fields directly in a selection set, by schema name, fragments expanded. */
export function fieldsIn(
  set: SelectionSetNode,
  info: Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>,
): FieldNode[] {
  return set.selections
    .filter((node) => isIncluded(node, info))
    .flatMap((node) => {
      if (node.kind === Kind.FIELD) {
        return [node];
      }
      const inner =
        node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : info.fragments[node.name.value]?.selectionSet;
      return inner === undefined ? [] : fieldsIn(inner, info);
    });
}

/** Whether a field is answered under another name than its own. */
export function isAliased({ alias, name }: FieldNode): boolean {
  return alias !== undefined && alias.value !== name.value;
}

function pathsOf(set: SelectionSetNode, prefix: string, info: GraphQLResolveInfo, isAbstract: boolean): string[] {
  return set.selections
    .filter((node) => isIncluded(node, info))
    .flatMap((node) => {
      if (node.kind === Kind.FIELD) {
        const path = `${prefix}${(node.alias ?? node.name).value}`;
        return [path, ...(node.selectionSet === undefined ? [] : pathsOf(node.selectionSet, `${path}/`, info, false))];
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
      if (fragment === undefined) {
        return [];
      }
      const condition =
        fragment.typeCondition === undefined ? undefined : typeFromAST(info.schema, fragment.typeCondition);
      if (isAbstract && condition !== undefined && !isAbstractType(condition)) {
        return [];
      }
      return pathsOf(fragment.selectionSet, prefix, info, isAbstract);
    });
}

function isIncluded(node: SelectionNode, { variableValues }: Pick<GraphQLResolveInfo, 'variableValues'>): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) {
    return false;
  }
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}
