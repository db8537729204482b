import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kind, parse } from 'graphql';
import { readResolverFiles } from '../../infra/wiring/readResolverFiles.ts';

/** The fields of a type of the schema, by name. */
export function fieldsOf(type: string): string[] {
  const { definitions } = parse(readFileSync('schema.graphql', 'utf8'));
  const fields = definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === type ? (definition.fields ?? []) : [],
  );
  return fields.map(({ name }) => name.value);
}

/** Those of them that are answered with the whole, not by a resolver of their own. */
export function plainFieldsOf(type: string): string[] {
  const { resolvers } = readResolverFiles(resolve('resolvers'));
  return fieldsOf(type).filter((name) => !resolvers.some((one) => one.type === type && one.field === name));
}
