import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { Key } from '../../domain/keys.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { callsTo, type Calls } from './calls.ts';
import { givenBy, type Given } from './given.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

export interface Suite {
  api: World;
  calls: Calls;
  given: Given;
  /** One stored item, null if there is none. */
  stored(key: Key): Promise<StoredItem | null>;
}

/**
 * One API for all cases of the file that calls this; usable once the cases run.
 * @param prepare starts what the world needs
 */
export function startSuite(prepare: () => Promise<WorldOptions> = async () => ({})): Suite {
  const api = {} as World;
  beforeAll(async () => {
    Object.assign(api, await startWorld(await prepare()));
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
