import { Hono, type Context } from 'hono';
import type { ApiBlueprint } from '../assembly/blueprint.ts';
import { bundlePage, type PageBundle } from './bundlePage.ts';
import { describeApi } from './describeApi.ts';
import { readProofRequest } from './identity.ts';
import { readOperations } from './operations.ts';
import { proveIdentity, type Means } from './proveIdentity.ts';
import type { RequestLogs } from './requestLogs.ts';
import { isSameOrigin } from './sameOrigin.ts';
import type { ConsoleSettings } from './settings.ts';

/** What the console needs of a running API. */
export interface ConsoleAccess extends Means {
  api: ApiBlueprint;
  /** The host that is listened on. */
  host: string;
  /** The authority's certificate that clients have to trust; undefined without HTTPS. */
  caFile: string | undefined;
  /** A directory with operations to offer. */
  operationsDir: string | undefined;
  /** What resolvers did. */
  logs: RequestLogs;
}

const KEEP_FOREVER = 'public, max-age=31536000, immutable';

/**
 * The console: the page at /, its files below /console/, POST /console/proof, which signs a request of the page as any
 * caller that the page names, and POST /console/log, which tells whoever got an answer, and so knows its
 * `x-amzn-requestid`, what the resolvers did for it (null where no log is kept). Both are for pages of this server only
 * (403 otherwise). Everything is 503 until there is an API.
 */
export function createConsole(access: () => ConsoleAccess | undefined): Hono {
  let bundle: Promise<PageBundle> | undefined;
  const pageOf = async ({ stateDir }: ConsoleAccess): Promise<PageBundle> => {
    bundle ??= bundlePage(stateDir);
    return bundle.catch((error: unknown) => {
      bundle = undefined;
      throw error;
    });
  };
  const serve = (answer: (c: Context, ready: ConsoleAccess) => Promise<Response>) => (c: Context) => {
    const ready = access();
    return ready === undefined ? c.text('The local API is starting.\n', 503) : answer(c, ready);
  };
  /** For what only pages of this server may ask for. */
  const serveOwn = (answer: (c: Context, ready: ConsoleAccess, origin: string) => Promise<Response>) =>
    serve(async (c, ready) => {
      const origin = c.req.header('origin');
      const headers = { host: c.req.header('host'), origin, secFetchSite: c.req.header('sec-fetch-site') };
      if (origin === undefined || !isSameOrigin(headers, ready.host)) {
        return c.text('Only the console itself may ask for this.\n', 403);
      }
      return answer(c, ready, origin);
    });

  const app = new Hono();
  app.get(
    '/',
    serve(async (c, ready) => {
      const { html } = await pageOf(ready);
      return c.html(html, 200, {
        'cache-control': 'no-cache',
        'content-security-policy': policyFor(c),
        'x-content-type-options': 'nosniff',
      });
    }),
  );
  app.get(
    '/console/settings',
    serve(async (c, { api, operationsDir, caFile }) => {
      const settings: ConsoleSettings = { ...describeApi(api), ...(await readOperations(operationsDir)), caFile };
      return c.json(settings, 200, { 'cache-control': 'no-store' });
    }),
  );
  app.post(
    '/console/proof',
    serveOwn(async (c, ready, origin) => {
      const request = readProofRequest(await c.req.json().catch(() => undefined));
      if (request === undefined) {
        return c.text('This is not a request for a proof.\n', 400);
      }
      const proof = await proveIdentity(request, `${origin}/graphql`, ready);
      return c.json(proof, 200, { 'cache-control': 'no-store' });
    }),
  );
  app.post(
    '/console/log',
    serveOwn(async (c, { logs }) => c.json(logs.find(await c.req.text()), 200, { 'cache-control': 'no-store' })),
  );
  app.get(
    '/console/:version/:file',
    serve(async (c, ready) => {
      const { version, script, style } = await pageOf(ready);
      const { version: asked, file } = c.req.param();
      if (asked === version && file === 'main.js') {
        return c.body(script, 200, { 'content-type': 'text/javascript', 'cache-control': KEEP_FOREVER });
      }
      if (asked === version && file === 'main.css') {
        return c.body(style, 200, { 'content-type': 'text/css', 'cache-control': KEEP_FOREVER });
      }
      return c.notFound();
    }),
  );
  return app;
}

/** Lets the page load nothing but its own files, talk to nobody but this server, and be framed by nobody. */
function policyFor(c: Context): string {
  const host = c.req.header('host') ?? 'localhost';
  const socket = /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
