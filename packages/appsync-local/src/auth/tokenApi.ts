import { Hono } from 'hono';
import { issueToken } from './issueToken.ts';
import { isLoopback } from './loopback.ts';

/** Where pages ask for tokens. */
export const TOKEN_PATH = '/local/token';

/**
 * The local sign-in: POST /local/token takes `{ "username", "groups" }` and answers the id token of that user as text,
 * 400 for a body that is none of this. It takes everybody's word, so it serves this machine only: a page has to come
 * from localhost, by any port (CORS; 403 otherwise), and the request has to name localhost, since a foreign name may be
 * made to resolve here (DNS rebinding).
 */
export function createTokenApi(stateDir: string): Hono {
  const app = new Hono();
  app.use(TOKEN_PATH, async (c, next) => {
    const origin = c.req.header('origin');
    if (!isOfThisMachine(`http://${c.req.header('host')}`) || (origin !== undefined && !isOfThisMachine(origin))) {
      return c.text('Only pages of localhost may ask for this.\n', 403);
    }
    if (origin !== undefined) {
      c.header('access-control-allow-origin', origin);
      c.header('access-control-allow-headers', 'content-type');
    }
    c.header('vary', 'origin');
    c.header('cache-control', 'no-store');
    return next();
  });
  app.options(TOKEN_PATH, (c) => c.body(null, 204));
  app.post(TOKEN_PATH, async (c) => {
    const asked = readSignIn(await c.req.json().catch(() => undefined));
    if (asked === undefined) {
      return c.text('The body has to be {"username": "alice", "groups": []}; groups may be left out.\n', 400);
    }
    return c.text(await issueToken(stateDir, asked.username, { groups: asked.groups }));
  });
  return app;
}

function isOfThisMachine(origin: string): boolean {
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}

function readSignIn(value: unknown): { username: string; groups: string[] } | undefined {
  const { username, groups = [] } = (value ?? {}) as { username?: unknown; groups?: unknown };
  if (typeof username !== 'string' || username === '' || !Array.isArray(groups)) {
    return undefined;
  }
  return groups.every((group) => typeof group === 'string') ? { username, groups } : undefined;
}
