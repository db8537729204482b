import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { Key } from '../../domain/keys.ts';
import { startTestApi, type StoredItem, type TestApi, type TestApiOptions } from './api.ts';
import { callsTo, type Calls } from './calls.ts';
import { givenBy, type Given } from './given.ts';

export interface Suite {
  api: TestApi;
  calls: Calls;
  given: Given;
  /** One stored item, null if there is none. */
  stored(key: Key): Promise<StoredItem | null>;
}

/** One API for all cases of the file that calls this; usable once the cases run. */
export function startSuite(options: TestApiOptions = {}): Suite {
  const api = {} as TestApi;
  beforeAll(async () => {
    Object.assign(api, await startTestApi(options));
  });
  afterAll(() => api.close());
  const calls = callsTo({ graphql: (...call) => api.graphql(...call) });
  return {
    api,
    calls,
    given: givenBy(calls),
    async stored({ PK, SK }) {
      const { Item = null } = await api.documents.send(
        new GetCommand({ TableName: api.tableName, Key: { PK, SK }, ConsistentRead: true }),
      );
      return Item as StoredItem | null;
    },
  };
}
