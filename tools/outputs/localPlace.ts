import { proveLocally } from '../frame/api/proveLocally.ts';
import type { ApiPlace } from './amplifyOutputs.ts';

/** Where appsync-local runs stacks that name no region, as ours do. */
const LOCAL_REGION = 'us-east-1';

/**
 * Where the running local server is, and its key.
 * @throws NoLocalServer
 */
export async function localPlace(url: string): Promise<ApiPlace> {
  const { 'x-api-key': apiKey } = await proveLocally(url, { kind: 'apiKey' }, '');
  return { url, realtimeUrl: `${url.replace(/^http/, 'ws')}/realtime`, region: LOCAL_REGION, apiKey };
}
