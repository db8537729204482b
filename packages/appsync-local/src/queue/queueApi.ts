import { createHash, randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { AuthRequest, Caller } from '../auth/caller.ts';
import { CallRefused } from '../auth/refusal.ts';
import { AccessDenied } from '../iam/session.ts';

/** A message that a function has sent. */
export interface SentMessage {
  queueArn: string;
  body: string;
}

/** What SendMessage works with. */
export interface QueueSettings {
  /** ARNs of the assembly's queues, by URL. */
  queueArns: ReadonlyMap<string, string>;
  /** Throws CallRefused unless the call is signed for SQS. */
  authenticate(request: AuthRequest): Promise<Caller>;
  /** Keeps a message. */
  onMessage(message: SentMessage): void;
}

/** Where it is served. */
export const QUEUE_PATH = '/sqs';

const TARGET = 'AmazonSQS.SendMessage';

/** Bytes of a message at most (SQS API reference, "SendMessage"). */
const MAX_BYTES = 1_048_576;

/**
 * SQS's SendMessage by its JSON protocol, for functions; nobody receives what is sent. `settings` is undefined until
 * the API is ready.
 */
export function createQueueApi(settings: () => QueueSettings | undefined): Hono {
  const app = new Hono();
  app.on('POST', [QUEUE_PATH, `${QUEUE_PATH}/`], async (c) => {
    const ready = settings();
    if (ready === undefined) {
      return failure(c, 503, 'ServiceUnavailable', 'The local API is starting.');
    }
    if (c.req.header('x-amz-target') !== TARGET) {
      return failure(c, 400, 'UnknownOperationException', `not emulated: anything of SQS but ${TARGET}`);
    }
    const body = await c.req.text();
    const { pathname, search } = new URL(c.req.url);
    const headers = Object.fromEntries(c.req.raw.headers);
    try {
      const { session } = await ready.authenticate({
        method: 'POST',
        url: `${pathname}${search}`,
        headers,
        body,
        sourceIp: [],
      });
      return send(c, ready, parse(body), (queueArn) => session?.require('sqs:SendMessage', queueArn));
    } catch (error) {
      if (error instanceof CallRefused) {
        return failure(c, 403, error.errorType, error.message);
      }
      if (error instanceof AccessDenied) {
        return failure(c, 403, error.name, error.message);
      }
      throw error;
    }
  });
  return app;
}

function send(
  c: Context,
  { queueArns, onMessage }: QueueSettings,
  { QueueUrl: url, MessageBody: body }: { QueueUrl?: unknown; MessageBody?: unknown },
  check: (queueArn: string) => void,
): Response {
  const queueArn = queueArns.get(String(url));
  if (queueArn === undefined) {
    return failure(c, 400, 'QueueDoesNotExist', 'The specified queue does not exist.');
  }
  check(queueArn);
  if (typeof body !== 'string' || body === '' || Buffer.byteLength(body) > MAX_BYTES) {
    return failure(c, 400, 'InvalidParameterValue', `MessageBody is no text of 1 to ${MAX_BYTES} bytes.`);
  }
  onMessage({ queueArn, body });
  const digest = createHash('md5').update(body).digest('hex');
  return c.json({ MessageId: randomUUID(), MD5OfMessageBody: digest });
}

function failure(c: Context, status: 400 | 403 | 503, errorType: string, message: string): Response {
  return c.json({ __type: `com.amazonaws.sqs#${errorType}`, message }, status);
}

function parse(body: string): { QueueUrl?: unknown; MessageBody?: unknown } {
  try {
    return (JSON.parse(body) ?? {}) as object;
  } catch {
    return {};
  }
}
