import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Answer, Payload, Result } from '../../lambda/promoteFromWaitlist/payload.ts';
import { startEventTable, TABLE_NAME, TABLE_NAMES, type EventTable } from './support/startEventTable.ts';
import { BACKEND, fresh, World } from './support/world.ts';

let running: EventTable;
let world: World;
let handler: (payload: Payload, context: Context) => Promise<Answer<Result>>;
const written: string[] = [];

beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
  const settings = {
    TABLE_NAME,
    LANE_TABLE_NAME: TABLE_NAMES.lane,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: running.endpoint,
    AWS_ACCESS_KEY_ID: running.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_SERVICE_NAME: 'promoteFromWaitlist',
    POWERTOOLS_METRICS_NAMESPACE: 'EventRegistration',
    POWERTOOLS_METRICS_DISABLED: 'false',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  };
  Object.entries(settings).forEach(([name, value]) => vi.stubEnv(name, value));
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...text) => void written.push(text.join(' ')));
  }
  // A cold start: files of one worker share modules.
  vi.resetModules();
  ({ handler } = await import('../../lambda/promoteFromWaitlist/index.ts'));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  running.close();
});

const context = { functionName: 'promoteFromWaitlist', awsRequestId: 'invocation' } as Context;
const deadlineMs = 8_640_000_000_000_000;

describe('handler', () => {
  test('answers the bare payload, and publishes metrics without a word about persons', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const request = { userId: ann, eventId, caller: BACKEND };
    const answer = await handler(
      {
        deadlineMs,
        operation: 'unregisterFromEvent',
        request,
        pinned: null,
        begunAt: new Date().toISOString(),
        effect: 'NOT_MADE',
        ticket: null,
      },
      context,
    );
    expect(answer).toMatchObject({ value: { promoted: true, promotedUserId: bob } });
    const output = written.join('\n');
    expect(output).toContain('"ColdStart":1');
    expect(output).not.toContain(ann);
    expect(output).not.toContain(bob);
  });

  test('serves tickets in the table of lanes', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const request = { userId: ann, eventId, requestId: fresh('request'), caller: BACKEND };
    const answer = await handler(
      { deadlineMs, operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket: null },
      context,
    );
    expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
    expect((await world.event(eventId)).laneUntil).toBeDefined();
  });

  test('counts what the alarms watch', async () => {
    const request = { userId: fresh('user'), eventId: fresh('event'), requestId: fresh('request'), caller: BACKEND };
    expect(
      await handler(
        { deadlineMs: 0, operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket: null },
        context,
      ),
    ).toMatchObject({
      failure: { errorType: 'Busy' },
    });
    expect(written.join('\n')).toContain('"Busy":1');
  });

  test('answers expected failures as values', async () => {
    const request = { userId: fresh('user'), eventId: 'nowhere', requestId: fresh('request'), caller: BACKEND };
    expect(
      await handler({ deadlineMs, operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket: null }, context),
    ).toMatchObject({
      failure: { errorType: 'UserNotFound' },
    });
  });

  describe('while its configuration is still without the table of lanes', () => {
    beforeAll(() => void vi.stubEnv('LANE_TABLE_NAME', undefined));
    afterAll(() => void vi.stubEnv('LANE_TABLE_NAME', TABLE_NAMES.lane));

    test('fails at once where it would need the lane, says why, and has done nothing', async () => {
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      const request = { userId: ann, eventId, requestId: fresh('request'), caller: BACKEND };
      const call = handler(
        { deadlineMs, operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket: null },
        context,
      );
      await expect(call).rejects.toThrow('The environment has no LANE_TABLE_NAME');
      expect(await world.status(eventId, ann)).toBe('NONE');
    });

    test('does all else', async () => {
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      const request = { userId: ann, eventId, caller: BACKEND };
      const leave = { operation: 'unregisterFromEvent', request, pinned: null, effect: 'NOT_MADE' } as const;
      const begunAt = new Date().toISOString();
      expect(await handler({ deadlineMs, ...leave, begunAt, ticket: null }, context)).toMatchObject({
        value: { promoted: true },
      });
      expect(await handler({ deadlineMs, operation: 'getRegistration', userId: bob, eventId }, context)).toMatchObject({
        value: { registrationStatus: 'REGISTERED' },
      });
    });
  });

  test('throws for bugs, and logs them', async () => {
    await expect(handler({ deadlineMs, operation: 'shuffle' } as never, context)).rejects.toThrow('Unknown operation');
    expect(written.join('\n')).toContain('The operation ended with a bug');
  });
});
