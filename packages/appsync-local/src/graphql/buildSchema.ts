import {
  buildASTSchema,
  getLocation,
  GraphQLError,
  GraphQLScalarType,
  Kind,
  parse,
  validateSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { LocalError } from '../error/localError.ts';
import { joinInterfaceLists } from './interfaceLists.ts';
import { APPSYNC_SCALARS } from './scalar/appSyncScalars.ts';

/** A schema that AppSync would not accept, with what is wrong in it. */
export class SchemaRefused extends LocalError {
  override readonly name = 'SchemaRefused';
}

/** AppSync's directives, where it allows them (docs/reference/appsync.md#directives). */
const DIRECTIVES = `
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_oidc on OBJECT | FIELD_DEFINITION
directive @aws_lambda on OBJECT | FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
`;

/**
 * Builds the executable schema from an SDL as AppSync reads it: its scalars and directives are there already, a
 * schema's own declarations of them are ignored. Throws SchemaRefused for what AppSync does not take
 * (docs/reference/appsync.md#schema-language): extensions, interfaces of interfaces, custom scalars and directives,
 * names starting with AWS, and whatever parses but is no valid schema.
 */
export function buildSchema(sdl: string): GraphQLSchema {
  const definitions = parseSdl(sdl).definitions.filter((definition) => !isAppSyncsOwn(definition));
  definitions.forEach(refuseDefinition);
  const scalars = Object.keys(APPSYNC_SCALARS).map((name) => `scalar ${name}`);
  const own = parse(`${DIRECTIVES}${scalars.join('\n')}`, { noLocation: true });
  const schema = build({ kind: Kind.DOCUMENT, definitions: [...own.definitions, ...definitions] });
  if (!schema.getQueryType()) {
    throw new SchemaRefused('There is no top level schema object defined.');
  }
  for (const [name, behaviour] of Object.entries(APPSYNC_SCALARS)) {
    const type = schema.getType(name);
    if (type instanceof GraphQLScalarType) {
      Object.assign(type, behaviour);
    }
  }
  const [invalid, ...others] = validateSchema(schema).map(placed);
  if (invalid !== undefined) {
    throw refusal([invalid, ...others].join(' '));
  }
  return schema;
}

function parseSdl(sdl: string): DocumentNode {
  try {
    return parse(joinInterfaceLists(sdl));
  } catch (error) {
    throw refusal(error instanceof GraphQLError ? placed(error) : (error as Error).message);
  }
}

/** What is wrong, and where in the schema's file. */
function placed({ message, source, positions, nodes }: GraphQLError): string {
  const from = source ?? nodes?.[0]?.loc?.source;
  const at = positions?.[0];
  if (from === undefined || at === undefined) {
    return message;
  }
  const { line, column } = getLocation(from, at);
  return `${message} (schema.graphql:${line}:${column})`;
}

function build(document: DocumentNode): GraphQLSchema {
  const mistakes = validateSDL(document);
  if (mistakes.length > 0) {
    throw refusal(mistakes.map(placed).join('\n'));
  }
  try {
    return buildASTSchema(document, { assumeValidSDL: true });
  } catch (error) {
    throw refusal((error as Error).message);
  }
}

function isAppSyncsOwn(definition: DefinitionNode): boolean {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    return /^aws_/.test(definition.name.value);
  }
  return definition.kind === Kind.SCALAR_TYPE_DEFINITION && definition.name.value in APPSYNC_SCALARS;
}

function refuseDefinition(definition: DefinitionNode): void {
  if (/Extension$/.test(definition.kind)) {
    throw refusal('`extend` is not supported');
  }
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    throw refusal(`the custom directive @${definition.name.value} is not supported`);
  }
  if (definition.kind === Kind.SCALAR_TYPE_DEFINITION) {
    throw refusal(`the custom scalar ${definition.name.value} is not supported`);
  }
  if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION && (definition.interfaces?.length ?? 0) > 0) {
    throw refusal(`the interface ${definition.name.value} implements an interface, which is not supported`);
  }
  if ('name' in definition && definition.name?.value.startsWith('AWS')) {
    throw refusal(`the type ${definition.name.value} starts with AWS, which is reserved`);
  }
}

/** AppSync says no more than the first sentence; what it hides is added, since locally it helps. */
function refusal(detail: string): SchemaRefused {
  return new SchemaRefused(`Failed to parse schema document - ensure it's a valid SDL-formatted document. ${detail}`);
}
