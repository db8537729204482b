import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Plugin } from 'vite';
import { isSameOrigin } from '../../packages/appsync-local/src/console/sameOrigin.ts';
import { askForProof } from './proof.ts';

const TOKENS = '/local/token';

/**
 * Adds to Vite's server: amplify_outputs.json for the app, and for the local API tokens for anybody who asks from this
 * very page.
 */
export function localIdentities(api: { url: string; region: string; apiKey: string }): Plugin {
  const data = { url: api.url, aws_region: api.region, api_key: api.apiKey };
  const outputs = { version: '1.4', data, custom: { local_tokens: TOKENS } };
  return {
    name: 'local-identities',
    configureServer({ middlewares }) {
      middlewares.use('/amplify_outputs.json', (_request, response) => answer(response, 200, JSON.stringify(outputs)));
      middlewares.use(TOKENS, (request, response) => {
        issue(api.url, request, response).catch((error: unknown) => answer(response, 502, (error as Error).message));
      });
    },
  };
}

/** Serves a file as amplify_outputs.json: a deployment's. */
export function deployedOutputs(outputs: string): Plugin {
  return {
    name: 'deployed-outputs',
    configureServer({ middlewares }) {
      middlewares.use('/amplify_outputs.json', (_request, response) => answer(response, 200, outputs));
    },
  };
}

async function issue(api: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  const headers = { host, origin, secFetchSite: typeof site === 'string' ? site : undefined };
  if (!isSameOrigin(headers, 'localhost')) return answer(response, 403, 'Only the app itself may ask for this.');
  const { username, groups } = ((await json(request).catch(() => ({}))) ?? {}) as {
    username?: unknown;
    groups?: unknown;
  };
  const { Authorization = '' } = await askForProof(api, { kind: 'user', username, groups });
  answer(response, 200, Authorization);
}

function answer(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, {
      'cache-control': 'no-store',
      'content-type': body.startsWith('{') ? 'application/json' : 'text/plain',
    })
    .end(body);
}
