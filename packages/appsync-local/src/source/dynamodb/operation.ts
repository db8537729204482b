import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SourceAnswer } from '../types.ts';
import type { PaginationTokens } from './paginationToken.ts';
import type { RequestObject } from './requestObject.ts';

/** What an operation works with: one client, the data source's table, and who calls. */
export interface OperationContext {
  client: DynamoDBClient;
  tableName: string;
  tokens: PaginationTokens;
  /** 'Type.field' */
  resolver: string;
}

/**
 * One operation of the data source: reads the request (RequestFault if it is not valid), sends it once, answers what
 * `ctx.result` holds. A failure that the operation does not translate itself is thrown on.
 */
export type Operation = (request: RequestObject, context: OperationContext) => Promise<SourceAnswer>;
