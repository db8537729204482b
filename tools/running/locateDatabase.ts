import { findDynamoDb, findServers } from 'appsync-local';
import { UsageError } from '../frame/usageError.ts';
import { serversIn, severalServers, type Where } from './locateApi.ts';

type FoundDynamoDb = NonNullable<Awaited<ReturnType<typeof findDynamoDb>>>;

/**
 * The DynamoDB Local of an `npm start`: that of the named server, or of the only one that runs with this state
 * directory; null if there is none.
 * @throws UsageError if several run, with databases of their own, if the one of such a server does not answer, or if
 * one is starting
 */
export async function locateDatabase({ url, stateDir }: Where): Promise<FoundDynamoDb | null> {
  const all = url === undefined ? serversIn(stateDir) : findServers(stateDir);
  const servers = all.filter((server) => url === undefined || isSamePort(server.url, url));
  if (servers.length === 0 && all.length > 0) {
    return null;
  }
  const [endpoint, ...others] = new Set(servers.map(({ dynamodb }) => dynamodb));
  if (others.length > 0) {
    throw severalServers(
      servers.map((server) => server.url),
      '--url',
    );
  }
  const found = await findDynamoDb(stateDir, endpoint);
  if (found === null && endpoint !== undefined) {
    throw new UsageError(`${servers[0]!.url} runs here, but its DynamoDB does not answer at ${endpoint}`);
  }
  return found;
}

/** Whether two URLs of this machine name one server, whatever they call the machine. */
function isSamePort(one: string, other: string): boolean {
  return new URL(one).port === new URL(other).port;
}
