import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

/** How deep the selections of a document nest; a root field has depth 1, fragments add none (reference 8.5). */
export function queryDepth(document: DocumentNode, root: SelectionSetNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const depthOf = (set: SelectionSetNode | undefined): number => {
    if (set === undefined) return 0;
    const depths = set.selections.map((node) => {
      if (node.kind === Kind.FIELD) return 1 + depthOf(node.selectionSet);
      return depthOf(node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet);
    });
    return Math.max(0, ...depths);
  };
  return depthOf(root);
}
