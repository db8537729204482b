import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kind, parse, print, separateOperations, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { ConsoleSettings, Operation } from './settings.ts';

/** What a directory offers the console. */
export type Operations = Pick<ConsoleSettings, 'operations' | 'usernames' | 'problems'>;

const EXAMPLES_FILE = 'examples.json';

interface Examples {
  usernames?: Record<string, string>;
  variables?: Record<string, Record<string, unknown>>;
}

/**
 * Reads the `.graphql` files of a directory; fragments may be in any of them. `examples.json` beside them may hold
 * `variables` by operation name and `usernames` by group. What cannot be read is reported in `problems`, never thrown.
 */
export async function readOperations(directory: string | undefined): Promise<Operations> {
  const problems: string[] = [];
  if (directory === undefined) {
    return { operations: [], usernames: {}, problems };
  }
  const attempt = async <T>(name: string, read: (text: string) => T, otherwise: T): Promise<T> => {
    try {
      return read(await readFile(join(directory, name), 'utf8'));
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return otherwise;
    }
  };
  const names = (await readdir(directory).catch(() => [])).sort();
  const examples = names.includes(EXAMPLES_FILE)
    ? await attempt(EXAMPLES_FILE, (text) => JSON.parse(text) as Examples, {})
    : {};
  const documents = new Map<string, DocumentNode>();
  for (const name of names.filter((one) => one.endsWith('.graphql'))) {
    documents.set(
      name.slice(0, -'.graphql'.length),
      await attempt(name, (text) => parse(text, { noLocation: true }), { kind: Kind.DOCUMENT, definitions: [] }),
    );
  }
  return {
    operations: listOperations(documents, examples.variables ?? {}),
    usernames: examples.usernames ?? {},
    problems,
  };
}

function listOperations(
  documents: Map<string, DocumentNode>,
  variables: NonNullable<Examples['variables']>,
): Operation[] {
  const everything: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...documents.values()].flatMap(({ definitions }) => definitions),
  };
  const complete = separateOperations(everything);
  return [...documents].flatMap(([group, { definitions }]) =>
    definitions.flatMap((definition) => {
      const name = definition.kind === Kind.OPERATION_DEFINITION ? definition.name?.value : undefined;
      const document = name === undefined ? undefined : complete[name];
      if (definition.kind !== Kind.OPERATION_DEFINITION || name === undefined || document === undefined) {
        return [];
      }
      return {
        group,
        name,
        kind: definition.operation,
        query: print(operationFirst(document)),
        variables: variables[name] ?? emptyVariables(definition),
      };
    }),
  );
}

function operationFirst({ kind, definitions }: DocumentNode): DocumentNode {
  const isOperation = (definition: DocumentNode['definitions'][number]): boolean =>
    definition.kind === Kind.OPERATION_DEFINITION;
  return {
    kind,
    definitions: [...definitions.filter(isOperation), ...definitions.filter((definition) => !isOperation(definition))],
  };
}

/** The required variables of an operation without an example, to be filled in. */
function emptyVariables({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const required = variableDefinitions.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
  return Object.fromEntries(required.map(({ variable }) => [variable.name.value, null]));
}
