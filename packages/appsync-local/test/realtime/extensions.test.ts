import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { RealtimeClient } from './client.ts';
import { publish, serveThings } from './thingApi.ts';

let running: RunningApi;
beforeAll(async () => {
  running = await serveThings();
});
afterAll(() => running.close());

const QUERY =
  'subscription ($filter: AWSJSON, $invalidation: AWSJSON) { onFiltered(filter: $filter, invalidation: $invalidation) { id } }';
const filterOf = (fieldName: string, operator: string, value: unknown) =>
  JSON.stringify({ filterGroup: [{ filters: [{ fieldName, operator, value }] }] });
const invalidate = (field: string, payload: object, times = 1) =>
  running.execute({
    query:
      'mutation ($field: String!, $payload: AWSJSON!, $times: Int) { invalidate(field: $field, payload: $payload, times: $times) { id } }',
    variables: { field, payload: JSON.stringify(payload), times },
  });

describe('extensions.setSubscriptionFilter', () => {
  it('replaces the filtering by arguments', async () => {
    const client = await RealtimeClient.connect(running);
    await client.subscribe('1', QUERY, { filter: filterOf('size', 'gt', 3) });
    for (const size of [1, 4, 5]) {
      await publish(running, { id: `${size}`, size });
    }
    expect((await client.soFar()).map(({ payload }) => payload.data.onFiltered.id)).toEqual(['4', '5']);
    client.close();
  });

  it('passes nothing on a field that the mutation did not select', async () => {
    const client = await RealtimeClient.connect(running);
    await client.subscribe('1', QUERY, { filter: filterOf('size', 'ne', 3) });
    await publish(running, { id: '1', size: 4 }, '{ id }');
    expect(await client.soFar()).toEqual([]);
    client.close();
  });

  it('beyond a limit refuses the start with code 400', async () => {
    const client = await RealtimeClient.connect(running);
    client.start('1', QUERY, { filter: filterOf('size', 'in', [1, 2, 3, 4, 5, 6]) });
    const errors = [{ message: 'subscription exceeds maximum value limit 5 for operator `in`.', errorCode: 400 }];
    expect(await client.next()).toEqual({ type: 'error', id: '1', payload: { errors } });
    client.close();
  });
});

describe('extensions.invalidateSubscriptions', () => {
  it('completes matching subscriptions of that field and closes their connections', async () => {
    const [hit, other, without] = await Promise.all([1, 2, 3].map(() => RealtimeClient.connect(running)));
    await hit!.subscribe('h', QUERY, { invalidation: filterOf('userId', 'eq', 'u1') });
    await other!.subscribe('o', QUERY, { invalidation: filterOf('userId', 'eq', 'u2') });
    await without!.subscribe('w', 'subscription { onThing { id } }');
    await invalidate('onFiltered', { userId: 'u1' });
    expect(await hit!.next()).toEqual({ type: 'complete', id: 'h', payload: { message: 'Subscription complete.' } });
    expect(await hit!.closed).toBe(1000);
    expect(await other!.soFar()).toEqual([]);
    await invalidate('onThing', { userId: 'u1' });
    expect(await without!.soFar()).toEqual([]);
    other!.close();
    without!.close();
  });

  it('may be called five times in a request, and fails the field beyond', async () => {
    expect((await invalidate('onFiltered', {}, 5)).body.errors).toBeUndefined();
    const { body } = await invalidate('onFiltered', {}, 6);
    expect(body.errors?.[0]?.message).toContain('5 times in a request at most');
  });
});
