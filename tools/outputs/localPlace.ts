import { LOCAL } from 'appsync-local';
import { proveLocally } from '../frame/api/proveLocally.ts';
import type { ApiPlace } from './amplifyOutputs.ts';

/**
 * Where the running local server is, and its key.
 * @throws NoLocalServer
 */
export async function localPlace(url: string): Promise<ApiPlace> {
  const { 'x-api-key': apiKey } = await proveLocally(url, { kind: 'apiKey' }, '');
  return { url, realtimeUrl: `${url.replace(/^http/, 'ws')}/realtime`, region: LOCAL.region, apiKey };
}
