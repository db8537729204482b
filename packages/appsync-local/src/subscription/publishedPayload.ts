import {
  getVariableValues,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { PreparedOperation } from '../graphql/prepareOperation.ts';
import { fieldsIn, isAliased } from '../graphql/selection.ts';

/** What one root field of a mutation has to say to subscribers. */
export interface Publication {
  mutationField: string;
  payload: Record<string, unknown>;
}

type View = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/**
 * What a mutation publishes: for each root field that answered an object, that object limited to the mutation's
 * selection (docs/reference/appsync.md#what-subscribers-get). A field under an alias is not part of it, and a root
 * field under an alias publishes nothing; nor does one that is null or failed, or a list.
 */
export function publicationsOf(
  schema: GraphQLSchema,
  { document, operation, coerced: variables }: PreparedOperation,
  result: Record<string, unknown> | null,
): Publication[] {
  if (operation.operation !== 'mutation' || result === null) {
    return [];
  }
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments[definition.name.value] = definition;
    }
  }
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const view = { fragments, variableValues: coerced };
  return [...selectedIn(result, [operation.selectionSet], view)].flatMap(([mutationField, sets]) => {
    const value = result[mutationField];
    return isObject(value) ? [{ mutationField, payload: published(value, sets, view) as Publication['payload'] }] : [];
  });
}

/** The fields that an object of the answer has under their own names, with what is selected of each. */
function selectedIn(object: object, sets: SelectionSetNode[], view: View): Map<string, SelectionSetNode[]> {
  const selected = new Map<string, SelectionSetNode[]>();
  for (const field of sets.flatMap((set) => fieldsIn(set, view))) {
    const name = field.name.value;
    // A field may be missing: fragments on other types of a union apply to other objects.
    if (isAliased(field) || !Object.hasOwn(object, name)) {
      continue;
    }
    selected.set(name, [...(selected.get(name) ?? []), ...(field.selectionSet ? [field.selectionSet] : [])]);
  }
  return selected;
}

function published(value: unknown, sets: SelectionSetNode[], view: View): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => published(item, sets, view));
  }
  if (!isObject(value) || sets.length === 0) {
    return value;
  }
  const fields = [...selectedIn(value, sets, view)];
  return Object.fromEntries(fields.map(([name, inner]) => [name, published(value[name], inner, view)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
