import { Kind, parse, print, visit, type FragmentDefinitionNode } from 'graphql';

/** An operation without fragments: their fields stand where they are spread. */
export function inlineFragments(query: string): string {
  const document = parse(query, { noLocation: true });
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const spread = (fragment: FragmentDefinitionNode | undefined) => fragment?.selectionSet.selections ?? [];
  const inlined = visit(operation!, {
    SelectionSet: {
      leave: (set) => ({
        ...set,
        selections: set.selections.flatMap((one) =>
          one.kind === Kind.FRAGMENT_SPREAD ? spread(fragments.get(one.name.value)) : one,
        ),
      }),
    },
  });
  return print(inlined);
}
