import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { StreamBlueprint } from '../assembly/blueprint.ts';
import type { Credentials } from '../auth/localSecrets.ts';
import { Kept } from '../queue/kept.ts';
import type { DeadLetter } from './deadLetter.ts';
import { StreamFeed, type FeedSettings } from './streamFeed.ts';

/** All event source mappings of an assembly. */
export interface StreamFeeds {
  /** Begins to deliver. */
  begin(): Promise<void>;
  /** Names the tables whose streams these are: those of another database have another name. */
  tables: string;
  /** Messages in on-failure queues, oldest first; the last 1,000 are kept. */
  deadLetters: readonly DeadLetter[];
  /** Resolves when everything committed before the call is handled. */
  idle(): Promise<void>;
  /** Begins nothing new, and resolves once all is quiet. */
  close(): Promise<void>;
}

/**
 * Makes a feed for every mapping; what is committed once this has resolved will be delivered. Throws AssemblyError or
 * StartError for a mapping that cannot run.
 */
export async function prepareFeeds(
  mappings: readonly StreamBlueprint[],
  access: { endpoint: string; credentials: Credentials },
  settings: Omit<FeedSettings, 'dynamodb' | 'streams' | 'onDeadLetter'>,
): Promise<StreamFeeds> {
  const deadLetters = new Kept<DeadLetter>();
  const onDeadLetter = (letter: DeadLetter): void => deadLetters.add(letter);
  const config = { ...access, region: settings.region };
  const clients = { dynamodb: new DynamoDBClient(config), streams: new DynamoDBStreamsClient(config) };
  const feeds = mappings.map((mapping) => new StreamFeed(mapping, { ...settings, ...clients, onDeadLetter }));
  const close = async (): Promise<void> => {
    feeds.forEach((feed) => feed.stop());
    await Promise.all(feeds.map((feed) => feed.ended()));
    clients.dynamodb.destroy();
    clients.streams.destroy();
  };
  try {
    await Promise.all(feeds.map((feed) => feed.prepare()));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    begin: async () => void (await Promise.all(feeds.map((feed) => feed.begin()))),
    idle: async () => void (await Promise.all(feeds.map((feed) => feed.idle()))),
    tables: createHash('sha256')
      .update(feeds.map(({ streamArn }) => streamArn).join())
      .digest('hex')
      .slice(0, 16),
    deadLetters: deadLetters.items,
    close,
  };
}
