import { findDynamoDb, findServers } from 'appsync-local';
import { UsageError } from '../frame/usageError.ts';
import type { Where } from './locateApi.ts';

type FoundDynamoDb = NonNullable<Awaited<ReturnType<typeof findDynamoDb>>>;

/**
 * The DynamoDB Local of an `npm start`: that of the named server, or of the only one that runs with this state
 * directory; null if there is none.
 * @throws UsageError if several run, with databases of their own
 */
export async function locateDatabase({ url, stateDir }: Where): Promise<FoundDynamoDb | null> {
  const all = findServers(stateDir);
  const servers = all.filter((server) => url === undefined || isSamePort(server.url, url));
  if (servers.length === 0 && all.length > 0) {
    return null;
  }
  const [endpoint, ...others] = new Set(servers.map(({ dynamodb }) => dynamodb));
  if (others.length > 0) {
    const urls = servers.map((server) => server.url).join(', ');
    throw new UsageError(`${servers.length} servers are running here: say which with --url, of ${urls}`);
  }
  return findDynamoDb(stateDir, endpoint);
}

/** Whether two URLs of this machine name one server, whatever they call the machine. */
function isSamePort(one: string, other: string): boolean {
  return new URL(one).port === new URL(other).port;
}
