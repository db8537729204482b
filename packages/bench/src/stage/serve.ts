import { startApi } from '../../../appsync-local/src/api.ts';
import type { ApiOptions } from '../../../appsync-local/src/api.ts';

/** A process of its own that serves the API, as `npm start` does; told what by its parent, and ended by it. */

export type ServeOptions = Pick<ApiOptions, 'assemblyDir' | 'dynamodb' | 'stateDir' | 'lambdaConcurrency'>;

/** What the parent gets to know. */
export interface Serving {
  url: string;
  region: string;
  apiKey: string | undefined;
  tables: Record<string, string>;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** What it can ask for. */
export interface Health {
  residentBytes: number;
  lambdaPids: number[];
  lambdaPeaks: Record<string, number>;
}

const options = JSON.parse(process.argv[2] ?? '{}') as ServeOptions;
const api = await startApi(options);
process.on('message', () => {
  const health: Health = {
    residentBytes: process.memoryUsage().rss,
    lambdaPids: api.lambdaPids(),
    lambdaPeaks: api.lambdaPeaks(),
  };
  process.send?.(health);
});
process.on('disconnect', () => void api.close().then(() => process.exit(0)));
const { url, region, apiKey, tables, credentials } = api;
process.send?.({ url, region, apiKey, tables, credentials } satisfies Serving);
