import { Hono, type Context } from 'hono';
import type { AuthRequest, Caller } from '../auth/caller.ts';
import { CallRefused } from '../auth/refusal.ts';
import { AccessDenied } from '../iam/session.ts';
import type { BusMessage } from './busEvent.ts';
import { InvalidPut, readEntries } from './putEvents.ts';

/** What PutEvents works with. */
export interface BusSettings {
  /** ARNs of the assembly's buses, by name and by ARN. */
  busArns: ReadonlyMap<string, string>;
  account: string;
  region: string;
  /** Throws CallRefused unless the call is signed for EventBridge. */
  authenticate(request: AuthRequest): Promise<Caller>;
  /** Takes an event onto its bus. */
  onEvent(message: BusMessage): void;
}

/** Where it is served. */
export const BUS_PATH = '/events';

const TARGET = 'AWSEvents.PutEvents';

/**
 * EventBridge's PutEvents by its JSON protocol, for functions. Only buses of the assembly are there, not the account's
 * default one. `settings` is undefined until the API is ready.
 */
export function createBusApi(settings: () => BusSettings | undefined): Hono {
  const app = new Hono();
  app.on('POST', [BUS_PATH, `${BUS_PATH}/`], async (c) => {
    const ready = settings();
    if (ready === undefined) {
      return failure(c, 503, 'ServiceUnavailable', 'The local API is starting.');
    }
    if (c.req.header('x-amz-target') !== TARGET) {
      return failure(c, 400, 'UnknownOperationException', `not emulated: anything of EventBridge but ${TARGET}`);
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
      return c.json(put(ready, parse(body), (busArn) => session?.require('events:PutEvents', busArn)));
    } catch (error) {
      if (error instanceof CallRefused) {
        return failure(c, 403, error.errorType, error.message);
      }
      if (error instanceof AccessDenied) {
        return failure(c, 403, error.name, error.message);
      }
      if (error instanceof InvalidPut) {
        return failure(c, 400, error.name, error.message);
      }
      throw error;
    }
  });
  return app;
}

/** Everything is judged before anything is taken. */
function put(
  { busArns, account, region, onEvent }: BusSettings,
  body: unknown,
  check: (busArn: string) => void,
): { FailedEntryCount: number; Entries: object[] } {
  const entries = readEntries(body, { account, region }, Date.now()).map(({ busName = 'default', outcome }) => ({
    outcome,
    busArn: busArns.get(busName),
    arn: busName.startsWith('arn:') ? busName : `arn:aws:events:${region}:${account}:event-bus/${busName}`,
  }));
  entries.forEach(({ arn }) => check(arn));
  const answers = entries.map(({ outcome, busArn, arn }) => {
    if ('refused' in outcome) {
      return outcome.refused;
    }
    if (busArn === undefined) {
      return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${arn} does not exist.` };
    }
    onEvent({ busArn, event: outcome.event });
    return { EventId: outcome.event.id };
  });
  return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
}

function failure(c: Context, status: 400 | 403 | 503, errorType: string, message: string): Response {
  return c.json({ __type: errorType, message }, status);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
