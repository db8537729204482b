import { Kind, parse, print, TokenKind } from 'graphql';
import type { ASTNode, ConstDirectiveNode, FieldDefinitionNode, InputValueDefinitionNode, Token } from 'graphql';
import { readWords, type Words } from './words.ts';

/** A field of a type or of an input. */
export interface FieldDocs {
  name: string;
  /** As in the schema: `[Event!]!`. */
  type: string;
  /** As in the schema: `limit: Int`. */
  args: string[];
  /** The default of an input's field, as in the schema. */
  defaultValue: string | null;
  words: Words;
}

/** A type, input or enum. */
export interface TypeDocs {
  name: string;
  kind: 'type' | 'input' | 'enum';
  words: Words;
  /** Whom the directives let see it, in words; empty for inputs and enums. */
  readers: string[];
  /** An enum's values have no types. */
  fields: FieldDocs[];
}

/** What schema.graphql says. */
export interface SchemaDocs {
  /** Fields of Query, Mutation and Subscription. */
  operations: Record<'Query' | 'Mutation' | 'Subscription', FieldDocs[]>;
  types: TypeDocs[];
}

const READERS: Record<string, string> = {
  aws_api_key: 'API keys',
  aws_cognito_user_pools: 'signed-in users',
  aws_iam: 'backends',
};

/** Reads the schema's text; descriptions of enums and their values are the comments above them. */
export function readSchema(schemaText: string): SchemaDocs {
  const docs: SchemaDocs = { operations: { Query: [], Mutation: [], Subscription: [] }, types: [] };
  for (const definition of parse(schemaText).definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value in docs.operations) {
      docs.operations[definition.name.value as keyof SchemaDocs['operations']] = (definition.fields ?? []).map(fieldOf);
    } else if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
    ) {
      const kind = definition.kind === Kind.OBJECT_TYPE_DEFINITION ? 'type' : 'input';
      const words = readWords(definition.description?.value ?? '');
      const fields = [...(definition.fields ?? [])].map(fieldOf);
      docs.types.push({ name: definition.name.value, kind, words, readers: readersOf(definition.directives), fields });
    } else if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
      const fields = (definition.values ?? []).map(({ name }) => ({
        name: name.value,
        type: '',
        args: [],
        defaultValue: null,
        words: readWords(''),
      }));
      docs.types.push({
        name: definition.name.value,
        kind: 'enum',
        words: readWords(commentAbove(definition)),
        readers: [],
        fields,
      });
    }
  }
  return docs;
}

function fieldOf(node: FieldDefinitionNode | InputValueDefinitionNode): FieldDocs {
  const args = node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []) : [];
  return {
    name: node.name.value,
    type: print(node.type),
    args: args.map((argument) => `${argument.name.value}: ${print(argument.type)}`),
    defaultValue:
      node.kind === Kind.INPUT_VALUE_DEFINITION && node.defaultValue !== undefined ? print(node.defaultValue) : null,
    words: readWords(node.description?.value ?? ''),
  };
}

function readersOf(directives: readonly ConstDirectiveNode[] = []): string[] {
  return directives.flatMap(({ name }) => READERS[name.value] ?? []);
}

/** The comment lines directly above a definition. */
function commentAbove(node: ASTNode): string {
  const lines: string[] = [];
  let token: Token | null | undefined = node.loc?.startToken;
  for (let line = (token?.line ?? 0) - 1; token?.prev?.kind === TokenKind.COMMENT; line -= 1) {
    token = token.prev;
    if (token?.line !== line) break;
    lines.unshift(token.value.trim());
  }
  return lines.join(' ');
}
