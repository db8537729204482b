import {
  getVariableValues,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { PreparedOperation } from '../graphql/prepareOperation.ts';
import { fieldsIn } from '../graphql/selection.ts';

/** What one root field of a mutation has to say to subscribers. */
export interface Publication {
  mutationField: string;
  payload: Record<string, unknown>;
}

type View = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/**
 * What a mutation publishes: for each root field that answered an object, that object limited to the mutation's
 * selection and keyed by schema names instead of aliases (docs/reference/appsync.md#what-subscribers-get). Fields that
 * are null or failed, and lists, publish nothing.
 */
export function publicationsOf(
  schema: GraphQLSchema,
  { document, operation, variables }: PreparedOperation,
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
  return [...answersIn(result, [operation.selectionSet], view).values()].flatMap(({ name, value, sets }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [];
    }
    return [{ mutationField: name, payload: bySchemaNames(value, sets, view) as Record<string, unknown> }];
  });
}

interface MutationAnswer {
  /** The field's name in the schema. */
  name: string;
  value: unknown;
  sets: SelectionSetNode[];
}

/** The fields that an object of the answer has, by response key. */
function answersIn(object: object, sets: SelectionSetNode[], view: View): Map<string, MutationAnswer> {
  const answers = new Map<string, MutationAnswer>();
  for (const { alias, name, selectionSet } of sets.flatMap((set) => fieldsIn(set, view))) {
    const key = (alias ?? name).value;
    // A field may be missing: fragments on other types of a union apply to other objects.
    if (!Object.hasOwn(object, key)) {
      continue;
    }
    const answer = answers.get(key) ?? { name: name.value, value: (object as Record<string, unknown>)[key], sets: [] };
    if (selectionSet !== undefined) {
      answer.sets.push(selectionSet);
    }
    answers.set(key, answer);
  }
  return answers;
}

function bySchemaNames(value: unknown, sets: SelectionSetNode[], view: View): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => bySchemaNames(item, sets, view));
  }
  if (typeof value !== 'object' || value === null || sets.length === 0) {
    return value;
  }
  const named: Record<string, unknown> = {};
  for (const answer of answersIn(value, sets, view).values()) {
    const inner = bySchemaNames(answer.value, answer.sets, view);
    const known = named[answer.name];
    named[answer.name] = isObject(known) && isObject(inner) ? { ...known, ...inner } : inner;
  }
  return named;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
