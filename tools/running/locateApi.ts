import { findServers } from 'appsync-local';
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
 * @throws NoLocalServer if none runs, UsageError if several do
 */
export function locateApi({ url, stateDir }: Where): string {
  trustLocalServers(stateDir);
  if (url !== undefined) {
    return url;
  }
  const urls = findServers(stateDir).map((server) => server.url);
  const [only] = urls;
  if (only === undefined) {
    throw new NoLocalServer(
      `No npm start is running with its state in ${stateDir}: start it, or name another place with --url or --state-dir.`,
    );
  }
  if (urls.length > 1) {
    throw new UsageError(`${urls.length} servers are running here: say which with --url, of ${urls.join(', ')}`);
  }
  return only;
}
