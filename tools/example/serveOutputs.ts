import type { Plugin } from 'vite';
import { tokensOf } from './signsIn.ts';

/** Serves amplify_outputs.json for the local API, with the place where it gives tokens to pages. */
export function localOutputs({ url, region, apiKey }: { url: string; region: string; apiKey: string }): Plugin {
  const data = { url, aws_region: region, api_key: apiKey };
  const custom = { local_tokens: tokensOf(url) };
  return serveOutputs(JSON.stringify({ version: '1.4', data, custom }));
}

/** Serves a text as amplify_outputs.json: that of a deployment, for instance. */
export function serveOutputs(outputs: string): Plugin {
  return {
    name: 'serve-outputs',
    configureServer({ middlewares }) {
      middlewares.use('/amplify_outputs.json', (_request, response) => {
        response.writeHead(200, { 'cache-control': 'no-store', 'content-type': 'application/json' }).end(outputs);
      });
    },
  };
}
