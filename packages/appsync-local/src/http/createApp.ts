import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { answerGraphql, failure, type HttpAnswer, type ApiCore } from './answerGraphql.ts';

/** What the Node server passes along; absent when a request is made in process. */
interface Bindings {
  incoming?: IncomingMessage;
}

interface App {
  Bindings: Bindings;
  Variables: { requestId: string };
}

const MAX_BODY_BYTES = 6 * 1024 * 1024;

/**
 * The HTTP surface: POST /graphql, /healthz (200 once `core` answers, and while the database does), and a text at /
 * unless `pages` have one there. Any origin may call the API, and preflights answer 200
 * (docs/reference/appsync.md#calls-that-fail-before-execution); `pages` say themselves whom they serve.
 */
export function createApp(
  core: () => ApiCore | undefined,
  isDatabaseUp: () => Promise<boolean>,
  pages?: Hono,
): Hono<App> {
  const app = new Hono<App>();
  // First, so that what follows does not open it to other origins.
  if (pages !== undefined) {
    app.route('/', pages);
  }
  app.use(async (c, next) => {
    // Before the answer is made: to an answer that is there already, adding headers takes a copy of it.
    c.header('access-control-allow-origin', '*');
    c.header('access-control-expose-headers', 'x-amzn-RequestId,x-amzn-ErrorType');
    c.set('requestId', randomUUID());
    c.header('x-amzn-requestid', c.get('requestId'));
    await next();
  });
  app.options('*', (c) => {
    c.header('access-control-allow-methods', 'POST, OPTIONS');
    c.header('access-control-allow-headers', c.req.header('access-control-request-headers') ?? '*');
    c.header('access-control-max-age', '172800');
    return c.body(null, 200);
  });
  app.get('/', (c) => c.text('The local GraphQL API: POST to /graphql.\n'));
  app.get('/healthz', async (c) => {
    if (core() === undefined) {
      return c.text('starting\n', 503);
    }
    return (await isDatabaseUp()) ? c.text('ok\n') : c.text('DynamoDB does not answer\n', 503);
  });
  const onError = (c: Context) => {
    // What is left of the body stays unread, so nothing else can come over this connection.
    c.header('connection', 'close');
    return send(
      c,
      failure(413, 'RequestEntityTooLargeException', `The request body is larger than ${MAX_BODY_BYTES} bytes.`),
    );
  };
  const limitBody = bodyLimit({ maxSize: MAX_BODY_BYTES, onError });
  app.post(
    '/graphql',
    (c, next) => (isShort(c.env?.incoming) ? next() : limitBody(c, next)),
    async (c) => {
      const ready = core();
      if (ready === undefined) {
        return send(c, failure(503, 'ServiceUnavailableException', 'The local API is starting.'));
      }
      const { incoming } = c.env ?? {};
      const headers = headersOf(c.req.raw, incoming);
      const { pathname, search } = new URL(c.req.url);
      const request = {
        method: 'POST',
        url: `${pathname}${search}`,
        headers,
        body: await c.req.text(),
        sourceIp: sourceIpOf(headers, incoming),
      };
      return send(c, await answerGraphql(ready, request, c.get('requestId')));
    },
  );
  app.all('/graphql', (c) => send(c, failure(405, 'MethodNotAllowedException', 'GraphQL is served to POST only.')));
  return app;
}

/** Whether a request says of itself that its body is within the limit; Node's server holds it to that. */
function isShort(incoming: IncomingMessage | undefined): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = incoming?.headers ?? {};
  return length !== undefined && encoding === undefined && Number(length) <= MAX_BODY_BYTES;
}

function send(c: Context, { status, headers, body }: HttpAnswer): Response {
  return c.body(body, status as 200, headers);
}

/** Headers by lower-case name; one that was sent twice becomes an array (docs/reference/appsync.md#the-context). */
function headersOf(request: Request, incoming: IncomingMessage | undefined): Record<string, string | string[]> {
  if (incoming === undefined) {
    return Object.fromEntries(request.headers);
  }
  const headers: Record<string, string | string[]> = {};
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    const [first = ''] = values;
    headers[name] = values.length === 1 ? first : values;
  }
  return headers;
}

/** All addresses of x-forwarded-for, and that of the connection (docs/reference/appsync.md#identity). */
function sourceIpOf(headers: Record<string, string | string[]>, incoming: IncomingMessage | undefined): string[] {
  const forwarded = [headers['x-forwarded-for'] ?? []]
    .flat()
    .flatMap((value) => value.split(',').map((ip) => ip.trim()));
  return [...forwarded, (incoming?.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')];
}
