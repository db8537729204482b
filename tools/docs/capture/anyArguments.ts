import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** The fields of Query, Mutation and Subscription, and the schema that knows their arguments. */
export interface Fields {
  schema: GraphQLSchema;
  all: { type: 'Query' | 'Mutation' | 'Subscription'; name: string }[];
}

/** Reads them; `schemaText` includes what AppSync adds. */
export function readFields(schemaText: string): Fields {
  const schema = buildSchema(schemaText);
  const all = (['Query', 'Mutation', 'Subscription'] as const).flatMap((type) =>
    Object.keys(fieldsOf(schema, type)).map((name) => ({ type, name })),
  );
  return { schema, all };
}

/**
 * A document that calls a field with every argument that is required or known, and asks for the smallest answer.
 * @param known values by name, wherever an argument or an input's field is called so; null leaves it out
 */
export function argumentsOf(
  { schema }: Fields,
  type: Fields['all'][number]['type'],
  name: string,
  known: Record<string, unknown>,
) {
  const field = fieldsOf(schema, type)[name];
  if (field === undefined) {
    throw new Error(`no ${type}.${name}`);
  }
  const args = field.args.filter((argument) => isNonNullType(argument.type) || (known[argument.name] ?? null) !== null);
  const variables = Object.fromEntries(
    args.map((argument) => [argument.name, anyValue(argument.type, argument.name, known)]),
  );
  const declared = args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const operation = type.toLowerCase();
  const call = args.length === 0 ? name : `${name}(${passed})`;
  const selection = isObjectType(getNamedType(field.type)) ? '{ __typename }' : '';
  return { text: `${operation}${args.length === 0 ? '' : ` (${declared})`} { ${call} ${selection} }`, variables };
}

function fieldsOf(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields() : {};
}

function anyValue(type: GraphQLInputType, name: string, known: Record<string, unknown>): unknown {
  if (known[name] !== undefined) {
    return known[name];
  }
  const named = getNamedType(type);
  if (isEnumType(named)) {
    return named.getValues()[0]?.value;
  }
  if (isInputObjectType(named)) {
    const required = Object.values(named.getFields()).filter(
      (field) => isNonNullType(field.type) || (known[field.name] ?? null) !== null,
    );
    return Object.fromEntries(required.map((field) => [field.name, anyValue(field.type, field.name, known)]));
  }
  return { Int: 1, Boolean: false, AWSDateTime: '2031-05-01T18:00:00Z' }[named.name] ?? 'some-text';
}
