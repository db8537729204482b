import { Kind, type ObjectTypeDefinitionNode, type ObjectTypeExtensionNode } from 'graphql';
import { parseSchema } from './parseSchema.ts';
import { coordinateOf, type ResolverFile } from './resolverFile.ts';
import type { WiringProblem } from './wiringError.ts';

/**
 * Types whose every field needs a resolver; fields of other types take their value from the parent where no file
 * exists.
 */
const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'];

/**
 * Compares in both directions: a root field without a file, a file without a field.
 * @throws GraphQLError when the schema is not valid SDL
 */
export function compareWithSchema(schemaText: string, resolvers: ResolverFile[]): WiringProblem[] {
  const fields = fieldsIn(schemaText);
  const resolved = new Set(resolvers.map(coordinateOf));
  const withoutFile = [...fields]
    .filter(([coordinate]) => ROOT_TYPES.some((type) => coordinate.startsWith(`${type}.`)) && !resolved.has(coordinate))
    .map(([coordinate, line]): WiringProblem => ({ kind: 'FIELD_WITHOUT_FILE', coordinate, line }));
  const withoutField = resolvers
    .filter((resolver) => !fields.has(coordinateOf(resolver)))
    .map((resolver): WiringProblem => ({
      kind: 'FILE_WITHOUT_FIELD',
      coordinate: coordinateOf(resolver),
      file: resolver.file,
    }));
  return [...withoutFile, ...withoutField];
}

/** The line of each field of an object type, by its coordinate. */
function fieldsIn(schemaText: string): Map<string, number> {
  const types = parseSchema(schemaText).definitions.filter(
    (definition): definition is ObjectTypeDefinitionNode | ObjectTypeExtensionNode =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
  return new Map(
    types.flatMap(({ name, fields = [] }) =>
      fields.map((field): [string, number] => [
        coordinateOf({ type: name.value, field: field.name.value }),
        field.name.loc?.startToken.line ?? 0,
      ]),
    ),
  );
}
