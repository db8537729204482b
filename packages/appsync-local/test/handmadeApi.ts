import { startApi } from '../src/api/startApi.ts';
import type { ApiOptions } from '../src/api/apiOptions.ts';
import type { RunningApi } from '../src/api/runningApi.ts';
import { temporaryDirectory, writeAssembly, type HandmadeApi } from './handmadeAssembly.ts';

/** Serves a handmade API that has no table. Its requests may take as long as a slow machine needs. */
export async function serveHandmade(api: HandmadeApi, options: Partial<ApiOptions> = {}): Promise<RunningApi> {
  return startApi({
    assemblyDir: writeAssembly(api),
    dynamodb: { endpoint: 'http://127.0.0.1:9' },
    stateDir: temporaryDirectory(),
    requestTimeoutMs: 600_000,
    ...options,
  });
}

/** Code of a resolver that sends the request expression to its data source and answers the response expression. */
export function handlers(request: string, response = 'ctx.result'): string {
  return `import { util, runtime } from '@aws-appsync/utils';
export function request(ctx) { return ${request}; }
export function response(ctx) { return ${response}; }
`;
}
