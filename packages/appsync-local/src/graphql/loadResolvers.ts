import { isObjectType, type GraphQLSchema } from 'graphql';
import type { ApiBlueprint } from '../assembly/blueprint.ts';
import { AssemblyError } from '../assembly/types.ts';
import { loadCode } from '../resolver/loadCode.ts';
import type { DataSource } from '../source/types.ts';
import type { FieldResolver, Step } from './fieldRun.ts';

/**
 * Compiles the API's resolvers and functions and ties them to their data sources; the key is "Type.field".
 * Throws AssemblyError for a field, function or data source that does not exist, and BadCode for refused code.
 */
export function loadResolvers(
  api: ApiBlueprint,
  schema: GraphQLSchema,
  sources: Map<string, DataSource>,
): Map<string, FieldResolver> {
  const sourceOf = (name: string, user: string): DataSource => {
    const source = sources.get(name);
    if (source === undefined) {
      throw new AssemblyError(`${user} uses the data source ${name}, which the API does not have`);
    }
    return source;
  };
  const functions = new Map<string, Step>();
  for (const { id, name, sourceName, code, sourceMap } of api.functions) {
    const source = sourceOf(sourceName, `the function ${name}`);
    functions.set(id, { name, code: loadCode(name, code, undefined, sourceMap), source, sourceName });
  }
  const resolvers = new Map<string, FieldResolver>();
  for (const resolver of api.resolvers) {
    const { typeName, fieldName } = resolver;
    const coordinate = `${typeName}.${fieldName}`;
    const type = schema.getType(typeName);
    if (!isObjectType(type) || type.getFields()[fieldName] === undefined) {
      throw new AssemblyError(`No field named ${fieldName} found on type ${typeName}`);
    }
    const code = loadCode(coordinate, resolver.code, undefined, resolver.sourceMap);
    if (resolver.kind === 'UNIT') {
      const { sourceName } = resolver;
      const source = sourceOf(sourceName, coordinate);
      resolvers.set(coordinate, { kind: 'UNIT', name: 'resolver', code, source, sourceName });
      continue;
    }
    const steps = resolver.functionIds.map((id) => {
      const step = functions.get(id);
      if (step === undefined) {
        throw new AssemblyError(`${coordinate} uses the function ${id}, which the API does not have`);
      }
      return step;
    });
    resolvers.set(coordinate, { kind: 'PIPELINE', code, steps });
  }
  return resolvers;
}
