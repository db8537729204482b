import {
  buildASTSchema,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  visit,
  type DefinitionNode,
  type GraphQLSchema,
  type TypeNode,
} from 'graphql';

const made = new WeakMap<GraphQLSchema, GraphQLSchema>();

/**
 * A schema in which every field may be null, so that execution goes on past a missing value. Root fields of mutations
 * are as they were: after one that must not be null and is, those behind it do not run.
 */
export function nullableSchema(schema: GraphQLSchema): GraphQLSchema {
  const known = made.get(schema) ?? make(schema);
  made.set(schema, known);
  return known;
}

function make(schema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(schema.getTypeMap());
  const nodes = [schema, ...schema.getDirectives(), ...types].map(({ astNode }) => astNode);
  const mutation = schema.getMutationType()?.name;
  const document = visit(
    { kind: Kind.DOCUMENT, definitions: nodes.flatMap((node): DefinitionNode[] => (node ? [node] : [])) },
    {
      ObjectTypeDefinition: { enter: ({ name }) => (name.value === mutation ? false : undefined) },
      FieldDefinition: { leave: (field) => ({ ...field, type: nullable(field.type) }) },
    },
  );
  const lenient = buildASTSchema(document, { assumeValidSDL: true });
  for (const type of types) {
    const own = lenient.getType(type.name);
    if (isScalarType(type) && isScalarType(own) && !isSpecifiedScalarType(type)) {
      const { serialize, parseValue, parseLiteral } = type;
      Object.assign(own, { serialize, parseValue, parseLiteral });
    }
  }
  return lenient;
}

function nullable(type: TypeNode): TypeNode {
  if (type.kind === Kind.NON_NULL_TYPE) {
    return nullable(type.type);
  }
  return type.kind === Kind.LIST_TYPE ? { ...type, type: nullable(type.type) } : type;
}
