import { Hono, type Context } from 'hono';
import type { AuthRequest, Caller } from '../auth/caller.ts';
import { CallRefused } from '../auth/refusal.ts';
import { AccessDenied } from '../iam/session.ts';
import { THROTTLED, type LambdaFunction } from './lambdaFunction.ts';

/** What the Invoke API works with. */
export interface InvokeSettings {
  /** A function by its name or ARN. */
  find(nameOrArn: string): LambdaFunction | undefined;
  /** Takes an event for a function, which is tried until it has ended with it. */
  onEvent(functionArn: string, event: unknown): void;
  /** Throws CallRefused unless the call is signed for Lambda. */
  authenticate(request: AuthRequest): Promise<Caller>;
  /** The ARN that a function of this name has, or would have. */
  arnOf(nameOrArn: string): string;
}

/**
 * Lambda's Invoke (Lambda API reference, "Invoke"), for functions that call others: waiting for the answer, or with
 * `X-Amz-Invocation-Type: Event` not. A function's failure is a 200 with `X-Amz-Function-Error`. `settings` is
 * undefined until the API is ready.
 */
export function createInvokeApi(settings: () => InvokeSettings | undefined): Hono {
  const app = new Hono();
  app.post('/2015-03-31/functions/:name/invocations', async (c) => {
    const ready = settings();
    if (ready === undefined) {
      return failure(c, 503, 'ServiceException', 'The local API is starting.');
    }
    const body = await c.req.text();
    const { pathname, search } = new URL(c.req.url);
    const headers = Object.fromEntries(c.req.raw.headers);
    const name = c.req.param('name');
    try {
      const { session } = await ready.authenticate({
        method: 'POST',
        url: `${pathname}${search}`,
        headers,
        body,
        sourceIp: [],
      });
      session?.require('lambda:InvokeFunction', ready.arnOf(name));
    } catch (error) {
      if (error instanceof CallRefused) {
        return failure(c, 403, error.errorType, error.message);
      }
      if (error instanceof AccessDenied) {
        return failure(c, 403, error.name, error.message);
      }
      throw error;
    }
    const lambda = ready.find(name);
    if (lambda === undefined) {
      return failure(c, 404, 'ResourceNotFoundException', `Function not found: ${name}`);
    }
    const event = parse(body);
    if (event === undefined) {
      return failure(c, 400, 'InvalidRequestContentException', 'Could not parse request body into json.');
    }
    return answer(c, ready, lambda, event.value);
  });
  return app;
}

async function answer(
  c: Context,
  { onEvent }: InvokeSettings,
  lambda: LambdaFunction,
  event: unknown,
): Promise<Response> {
  const type = c.req.header('x-amz-invocation-type') ?? 'RequestResponse';
  if (type === 'Event') {
    onEvent(lambda.arn, event);
    return c.body(null, 202);
  }
  if (type !== 'RequestResponse') {
    return failure(c, 400, 'InvalidParameterValueException', `not emulated: invocation type ${type}`);
  }
  const outcome = await lambda.invoke(event);
  if ('payload' in outcome) {
    return c.body(outcome.payload, 200, { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' });
  }
  if (outcome.error.errorType === THROTTLED) {
    return failure(c, 429, THROTTLED, outcome.error.errorMessage);
  }
  return c.json(outcome.error, 200, { 'x-amz-function-error': 'Unhandled', 'x-amz-executed-version': '$LATEST' });
}

function failure(c: Context, status: 400 | 403 | 404 | 429 | 503, errorType: string, message: string): Response {
  return c.json({ Type: status < 500 ? 'User' : 'Service', message }, status, { 'x-amzn-errortype': errorType });
}

/** An empty body is an event without content. */
function parse(body: string): { value: unknown } | undefined {
  try {
    return { value: body === '' ? {} : JSON.parse(body) };
  } catch {
    return undefined;
  }
}
