import {
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { nestsDeeperThan } from './nesting.ts';

/** A parsed document, and what validation says against it. */
export interface CheckedDocument {
  document: DocumentNode;
  invalid: readonly GraphQLError[];
}

export const MAX_TOKENS = 15_000;
/**
 * graphql-java gives up at 500 nested grammar rules (ParserOptions.MAX_RULE_DEPTH), of which a selection takes three.
 */
const MAX_NESTING = 166;
const DOCUMENTS_KEPT = 500;
/** Longer texts are not remembered, so that what is kept stays small. */
const MAX_LENGTH_KEPT = 20_000;
const remembered = new WeakMap<GraphQLSchema, LRUCache<string, CheckedDocument>>();

/**
 * Parses a document and validates it against a schema. Clients send the same few texts again and again, so the last
 * ones are remembered. Throws graphql-js' GraphQLError for a text that cannot be parsed, nests too deep, or has more
 * tokens than AppSync takes.
 */
export function checkDocument(schema: GraphQLSchema, query: string, allowsIntrospection: boolean): CheckedDocument {
  const known = remembered.get(schema) ?? new LRUCache<string, CheckedDocument>({ max: DOCUMENTS_KEPT });
  remembered.set(schema, known);
  const key = `${String(allowsIntrospection)} ${query}`;
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  if (nestsDeeperThan(query, MAX_NESTING, MAX_TOKENS)) {
    throw new GraphQLError('Syntax Error: nested too deep.');
  }
  const document = parse(query, { maxTokens: MAX_TOKENS });
  const rules = allowsIntrospection ? specifiedRules : [...specifiedRules, noIntrospection];
  const checked = { document, invalid: validate(schema, document, rules) };
  if (query.length <= MAX_LENGTH_KEPT) {
    known.set(key, checked);
  }
  return checked;
}

/** Whether a document was refused for its length. */
export function isTooLong(error: GraphQLError): boolean {
  return error.message.includes(`${MAX_TOKENS} tokens`);
}

/**
 * Where introspection is switched off, its two root fields are as unknown as any other
 * (docs/reference/appsync.md#guards).
 */
const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    const name = node.name.value;
    if (name === '__schema' || name === '__type') {
      context.reportError(new GraphQLError(`Cannot query field "${name}" on type "Query".`, { nodes: [node] }));
    }
  },
});
