import {
  getOperationAST,
  GraphQLError,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { checkDocument, isTooLong, MAX_TOKENS, type CheckedDocument } from './checkDocument.ts';
import { checkVariables } from './checkVariables.ts';
import { coerceVariables } from './coerceVariables.ts';
import { placeNodes } from './documentPlaces.ts';
import { measureOperation } from './operationSize.ts';
import { locationsOf, resolverErrorEntry, type ResponseError } from './responseError.ts';
import { ResolverError } from './resolverError.ts';
import { validationMessage } from './validationMessage.ts';

/** What a client asks for. */
export interface OperationRequest {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

/** A request that can be executed. */
export interface PreparedOperation extends OperationRequest {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** The variables as the schema's types; `variables` are as they were sent. */
  coerced: Record<string, unknown>;
}

/**
 * A document that never gets as far as validation: answered with HTTP 400
 * (docs/reference/appsync.md#calls-that-fail-before-execution).
 */
export class DocumentRefused extends Error {
  override readonly name = 'DocumentRefused';
  readonly errorType: 'MalformedHttpRequestException' | 'BadRequestException';

  constructor(message: string, errorType: DocumentRefused['errorType'] = 'MalformedHttpRequestException') {
    super(message);
    this.errorType = errorType;
  }
}

/** Guards that the API's settings put on a document. */
export interface DocumentLimits {
  introspection: boolean;
  /** 0 means no limit. */
  queryDepthLimit: number;
}

/**
 * Parses, validates and checks a request up to the point of execution. Returns the errors to answer with HTTP 200, or
 * the operation. Throws DocumentRefused for what AppSync answers with 400. WebSocket and HTTP requests both start here.
 */
export function prepareOperation(
  schema: GraphQLSchema,
  limits: DocumentLimits,
  request: OperationRequest,
): PreparedOperation | { errors: ResponseError[] } {
  const { document, invalid } = readDocument(schema, limits, request.query);
  const operation = chooseOperation(document, request.operationName);
  if (invalid.length > 0) {
    const places = placeNodes(document);
    return { errors: invalid.map((error) => plainError(validationMessage(error, places), error)) };
  }
  const { depth, fields } = measureOperation(document, operation.selectionSet);
  if (limits.queryDepthLimit > 0 && depth > limits.queryDepthLimit) {
    const message = `Query depth limit of ${limits.queryDepthLimit} reached: the query is ${depth} levels deep.`;
    return {
      errors: [resolverErrorEntry(new ResolverError({ message, errorType: 'QueryDepthLimitReached' }), null, null)],
    };
  }
  // Fragments are no way around the limit of tokens.
  if (fields > MAX_TOKENS) {
    throw tooLong();
  }
  const coerced = coerceVariables(schema, operation, request.variables);
  const unusable = checkVariables(schema, operation, coerced);
  if (unusable !== undefined) {
    return { errors: [plainError(unusable.message, unusable)] };
  }
  return { ...request, document, operation, coerced };
}

function plainError(message: string, error: GraphQLError): ResponseError {
  return { path: null, locations: locationsOf(error), message };
}

function readDocument(schema: GraphQLSchema, limits: DocumentLimits, query: string): CheckedDocument {
  try {
    return checkDocument(schema, query, limits.introspection);
  } catch (error) {
    if (!(error instanceof GraphQLError)) {
      throw error;
    }
    throw isTooLong(error) ? tooLong() : new DocumentRefused('Unable to parse GraphQL query.');
  }
}

function tooLong(): DocumentRefused {
  return new DocumentRefused('Maximum char length exceeded', 'BadRequestException');
}

function chooseOperation(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation) {
    return operation;
  }
  if (name !== null) {
    throw new DocumentRefused(`Unknown operation named '${name}'.`, 'BadRequestException');
  }
  const hasOperations = document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  throw hasOperations
    ? new DocumentRefused('Missing operation name.', 'BadRequestException')
    : new DocumentRefused('Unable to parse GraphQL query.');
}
