import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SOCKETS } from '../dynamodb/sockets.ts';
import { guardClient } from '../iam/guardClient.ts';
import type { Session } from '../iam/session.ts';
import { batchDeleteItem, batchGetItem, batchPutItem } from './dynamodb/batches.ts';
import { describeFailure } from './dynamodb/errors.ts';
import type { Operation } from './dynamodb/operation.ts';
import { paginationTokens } from './dynamodb/paginationToken.ts';
import { getItem, query, scan } from './dynamodb/reads.ts';
import { RequestFault } from './dynamodb/requestFault.ts';
import { readObject, required, text } from './dynamodb/requestObject.ts';
import { transactGetItems, transactWriteItems } from './dynamodb/transactions.ts';
import { deleteItem, putItem, updateItem } from './dynamodb/writes.ts';
import type { DataSource } from './types.ts';

const operations: Record<string, Operation> = {
  GetItem: getItem,
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  BatchPutItem: batchPutItem,
  BatchDeleteItem: batchDeleteItem,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
};

/** AppSync gives a whole request 30 s (docs/reference/appsync.md#limits). */
const requestTimeoutMs = 30_000;
const sockets = { ...SOCKETS, maxSockets: 256 };

/** Where a data source finds its table, and under whose role it acts. */
export interface DynamoDbSourceOptions {
  endpoint: string;
  region: string;
  /** Table of the single-item operations, Query and Scan; batches and transactions name theirs. */
  tableName: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Under whose role every request is made. */
  session: Session;
  accountId: string;
  /** Encrypts pagination tokens. */
  tokenSecret: Uint8Array;
  /** Replaces the client that would be made of the above. */
  client?: DynamoDBClient;
}

/**
 * The DynamoDB data source (docs/reference/appsync.md#dynamodb-data-source). Every request is sent once: no retries,
 * and no idempotency token that survives, because AppSync has neither.
 */
export function dynamoDbSource(options: DynamoDbSourceOptions): DataSource {
  const { endpoint, region, accountId, credentials, tableName, session } = options;
  const client =
    options.client ??
    new DynamoDBClient({
      endpoint,
      region,
      credentials,
      maxAttempts: 1,
      requestHandler: {
        httpAgent: new HttpAgent(sockets),
        httpsAgent: new HttpsAgent(sockets),
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
      },
    });
  guardClient(client, session, { region, accountId });
  const tokens = paginationTokens(options.tokenSecret);
  return {
    async invoke(value, { resolver }) {
      try {
        const request = readObject(value);
        const name = required(request, 'operation', text);
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (operation === undefined) {
          throw new RequestFault(`Unsupported operation '${name}'.`);
        }
        return await operation(request, { client, tableName, tokens, resolver });
      } catch (failure) {
        if (failure instanceof RequestFault) {
          return { fault: { message: failure.message, errorType: 'MappingTemplate' } };
        }
        return { result: null, error: describeFailure(failure) };
      }
    },
  };
}
