import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startFaultyDynamoDb, type FaultyDynamoDb } from 'dynamodb-contention';
import { print } from 'graphql';
import type { Action } from '../../../../domain/transaction.ts';
import type { Work } from '../../../../lambda/cascade/work.ts';
import { httpClient } from '../load/httpClient.ts';
import { rounded } from '../figures.ts';
import { backgroundWork } from './backgroundWork.ts';
import { openClientOf, startDatabase } from './database.ts';
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
  /** Puts what these actions put, past all conditions and the meter. */
  seed(actions: Action[]): Promise<void>;
  /** Makes one call as somebody; `root` is an admin. Throws if it fails. */
  call<V extends object>(as: string, document: TypedDocumentNode<object, V>, variables: V): Promise<Meter>;
  /** Does something in the background, in this process, with the meter between it and the tables. */
  step(take: (work: Work) => Promise<unknown>): Promise<Meter>;
  close(): Promise<void>;
}

/** What a call has cost that has begun with a reset of the meter, and its answer. Throws if it has failed. */
export function readMeter(
  faulty: FaultyDynamoDb,
  { data, errors }: { data?: Record<string, unknown> | null | undefined; errors?: unknown[] | undefined },
): Meter {
  if (errors !== undefined) {
    throw new Error(JSON.stringify(errors));
  }
  const { operations, calls, writeUnits, readUnits } = faulty.stats();
  const names = Object.entries(operations).map(([name, one]) => (one.calls === 1 ? name : `${one.calls} × ${name}`));
  const [value] = Object.values(data ?? {}) as (Record<string, unknown> | null)[];
  return {
    calls: names.join(', '),
    count: calls,
    writeUnits: rounded(writeUnits, 1),
    readUnits: rounded(readUnits, 1),
    value: value ?? {},
  };
}

/** What something in the background costs on these tables. `client` is one of the meter's. */
export async function measureStep(
  faulty: FaultyDynamoDb,
  client: DynamoDBClient,
  tables: { events: string; lane: string },
  take: (work: Work) => Promise<unknown>,
): Promise<Meter> {
  faulty.resetStats();
  await take(backgroundWork(client, tables));
  return readMeter(faulty, {});
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
  const names = { events: tableName, lane: nameOf(server.serving.tables, 'LaneTable') };
  const client = openClientOf(faulty.endpoint);
  return {
    seed: (actions) => database.seed(tableName, actions),
    async call(as, document, variables) {
      faulty.resetStats();
      return readMeter(faulty, await http.post(server.serving.url, people.tokens.get(as)!, print(document), variables));
    },
    step: (take) => measureStep(faulty, client, names, take),
    async close() {
      http.close();
      client.destroy();
      await server.close();
      await faulty.close();
      await database.close();
    },
  };
}
