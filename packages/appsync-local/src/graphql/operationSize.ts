import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** How large an operation is with its fragments written out. */
export interface OperationSize {
  /** How deep selections nest; a root field has depth 1, fragments add none (docs/reference/appsync.md#guards). */
  depth: number;
  /** How many fields are selected. */
  fields: number;
}

/**
 * Measures an operation of a valid document. Each fragment is measured once, however often it is spread: fragments that
 * spread others twice double with each, and forty of them would otherwise never be counted.
 */
export function measureOperation(document: DocumentNode, root: SelectionSetNode): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const measured = new Map<SelectionSetNode, OperationSize>();
  const measure = (set: SelectionSetNode | undefined): OperationSize => {
    if (set === undefined) {
      return { depth: 0, fields: 0 };
    }
    const known = measured.get(set);
    if (known !== undefined) {
      return known;
    }
    const size = { depth: 0, fields: 0 };
    for (const node of set.selections) {
      const isField = node.kind === Kind.FIELD ? 1 : 0;
      const inner = measure(
        node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)?.selectionSet : node.selectionSet,
      );
      size.depth = Math.max(size.depth, isField + inner.depth);
      size.fields += isField + inner.fields;
    }
    measured.set(set, size);
    return size;
  };
  return measure(root);
}
