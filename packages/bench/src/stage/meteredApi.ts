import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { startFaultyDynamoDb } from 'dynamodb-contention';
import { print } from 'graphql';
import { httpClient } from '../load/httpClient.ts';
import { rounded } from '../figures.ts';
import { startDatabase, type Database } from './database.ts';
import { issueTokens } from './people.ts';
import { startServer } from './startServer.ts';
import { nameOf } from '../../../../tools/running/startWorld.ts';

/** What one call has cost at DynamoDB. */
export interface Meter {
  /** As "TransactWriteItems, Query". */
  calls: string;
  count: number;
  writeUnits: number;
  readUnits: number;
  value: Record<string, unknown>;
}

/**
 * The API with a meter between it and its DynamoDB, which reckons with the service's real prices; time is turned off.
 */
export interface MeteredApi {
  database: Database;
  tableName: string;
  /** Makes one call as somebody. Throws if it fails. */
  call<V extends object>(as: string, document: TypedDocumentNode<object, V>, variables: V): Promise<Meter>;
  close(): Promise<void>;
}

/** Starts it for these users and an admin called `root`. */
export async function startMeteredApi(
  plainAssemblyDir: string,
  users: readonly string[],
  seed: number,
): Promise<MeteredApi> {
  const [database, people] = await Promise.all([startDatabase(), issueTokens(users, ['root'])]);
  const faulty = await startFaultyDynamoDb({
    target: database.endpoint,
    seed,
    limits: { writeUnitsPerSecond: Infinity, readUnitsPerSecond: Infinity },
  });
  const server = await startServer({
    assemblyDir: plainAssemblyDir,
    dynamodb: { endpoint: faulty.endpoint },
    stateDir: people.stateDir,
  });
  const http = httpClient(8);
  const tableName = nameOf(server.serving.tables, 'EventTable');
  return {
    database,
    tableName,
    async call(as, document, variables) {
      faulty.resetStats();
      const { data, errors } = await http.post(server.serving.url, people.tokens.get(as)!, print(document), variables);
      if (errors !== undefined) {
        throw new Error(`${print(document).slice(0, 40)}: ${JSON.stringify(errors)}`);
      }
      const { operations, calls, writeUnits, readUnits } = faulty.stats();
      const names = Object.entries(operations).map(([name, one]) =>
        one.calls === 1 ? name : `${one.calls} × ${name}`,
      );
      const [value] = Object.values(data ?? {});
      return {
        calls: names.join(', '),
        count: calls,
        writeUnits: rounded(writeUnits, 1),
        readUnits: rounded(readUnits, 1),
        value: value ?? {},
      };
    },
    async close() {
      http.close();
      await server.close();
      await faulty.close();
      await database.close();
    },
  };
}
