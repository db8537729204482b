import { NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { Recent } from '../state/recent.ts';

/** A parsed document, and what validation says against it. */
export interface CheckedDocument {
  document: DocumentNode;
  invalid: readonly GraphQLError[];
}

const MAX_TOKENS = 15_000;
const DOCUMENTS_KEPT = 500;
const remembered = new WeakMap<GraphQLSchema, Recent<CheckedDocument>>();

/**
 * Parses a document and validates it against a schema. Clients send the same few texts again and again, so the last ones are
 * remembered. Throws graphql-js' GraphQLError for a text that cannot be parsed, or has more tokens than AppSync takes.
 */
export function checkDocument(schema: GraphQLSchema, query: string, allowsIntrospection: boolean): CheckedDocument {
  const known = remembered.get(schema) ?? new Recent<CheckedDocument>(DOCUMENTS_KEPT);
  remembered.set(schema, known);
  const key = `${String(allowsIntrospection)} ${query}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const document = parse(query, { maxTokens: MAX_TOKENS });
  const rules = allowsIntrospection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const checked = { document, invalid: validate(schema, document, rules) };
  known.set(key, checked);
  return checked;
}

/** Whether a document was refused for its length. */
export function isTooLong(error: GraphQLError): boolean {
  return error.message.includes(`${MAX_TOKENS} tokens`);
}
