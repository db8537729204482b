import { findServers, isStarting, type FoundServer } from 'appsync-local';
import { NoLocalServer } from '../frame/api/proveLocally.ts';
import { trustLocalServers } from '../frame/api/trust.ts';
import { UsageError } from '../frame/usageError.ts';

/** Where a tool looks for the API. */
export interface Where {
  /** The GraphQL endpoint, if the command line names it. */
  url?: string | undefined;
  /** Where the server keeps its state. */
  stateDir: string;
}

/**
 * The GraphQL endpoint of the local server: the one that is named, or the only one that runs with this state directory.
 * From then on this process trusts the certificate that is kept there.
 * @throws NoLocalServer if none runs, UsageError if several do, or one is starting
 */
export function locateApi(where: Where): string {
  const { stateDir } = where;
  const url = findApi(where, '--url');
  if (url === null) {
    throw new NoLocalServer(`${noneRuns(stateDir)}: start it, or name another place with --url or --state-dir.`);
  }
  return url;
}

/**
 * The same for a tool that can do without: null if none runs.
 * @param option names one of several
 * @throws UsageError if several run, or one is starting
 */
export function findApi({ url, stateDir }: Where, option: string): string | null {
  trustLocalServers(stateDir);
  if (url !== undefined) {
    return url;
  }
  const urls = serversIn(stateDir).map((server) => server.url);
  if (urls.length > 1) {
    throw severalServers(urls, option);
  }
  return urls[0] ?? null;
}

/**
 * The servers that run with this state directory.
 * @throws UsageError if there are none, and one is starting
 */
export function serversIn(stateDir: string): FoundServer[] {
  const servers = findServers(stateDir);
  if (servers.length === 0 && isStarting(stateDir)) {
    throw new UsageError(
      `npm start is starting with its state in ${stateDir}: call this again once it says where it serves`,
    );
  }
  return servers;
}

/** What is said where a tool finds no server. */
export function noneRuns(stateDir: string): string {
  return `No npm start is running with its state in ${stateDir}`;
}

/** Several servers run, of which a tool needs one; `option` says which. */
export function severalServers(urls: readonly string[], option: string): UsageError {
  return new UsageError(`${urls.length} servers are running here: say which with ${option}, of ${urls.join(', ')}`);
}
