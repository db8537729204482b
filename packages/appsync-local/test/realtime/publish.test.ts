import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { RealtimeClient } from './client.ts';
import { publish, serveThings } from './thingApi.ts';

let running: RunningApi;
let client: RealtimeClient;
const printed: string[] = [];
beforeAll(async () => {
  running = await serveThings({ onOutput: (source, text) => printed.push(`${source}: ${text}`) });
});
afterAll(() => running.close());
beforeEach(async () => {
  client = await RealtimeClient.connect(running);
});
afterEach(() => client.close());

const mutate = (query: string, variables: Record<string, unknown> = {}) => running.execute({ query, variables });
const payloads = async () => (await client.soFar()).map(({ payload }) => payload);

describe('what a mutation publishes', () => {
  it('is its selection, of which the subscriber selects', async () => {
    await client.subscribe('1', 'subscription { onThing { name other: id inner { word } tags } }');
    await publish(running, { id: '1', name: 'a', inner: { word: 'w' }, tags: ['x'] }, '{ id inner { word } tags }');
    expect(await payloads()).toEqual([
      { data: { onThing: { name: null, other: '1', inner: { word: 'w' }, tags: ['x'] } } },
    ]);
  });

  it('goes through fragments, and lacks every field under an alias', async () => {
    await client.subscribe('1', 'subscription { onThing { id name size inner { word deep { word } } tags } }');
    const thing = JSON.stringify({
      id: '1',
      name: 'n',
      size: 1,
      tags: ['t'],
      inner: { word: 'w', deep: { word: 'd' } },
    });
    await mutate(
      `mutation ($thing: AWSJSON!, $no: Boolean = false) { publish(thing: $thing) { other: size ...Rest inner { a: word } tags @include(if: $no) } }
       fragment Rest on Thing { id: id name ... on Thing { size: name inner { deep { word } } } }`,
      { thing },
    );
    expect(await payloads()).toEqual([
      { data: { onThing: { id: '1', name: 'n', size: null, inner: { word: null, deep: { word: 'd' } }, tags: null } } },
    ]);
  });

  it('is nothing where the mutation or the subscription has an alias', async () => {
    await client.subscribe('1', 'subscription { onThing { id } }');
    await client.subscribe('2', 'subscription { thing: onThing { id } }');
    await client.subscribe('3', 'subscription { greeted: onGreeted { id } }');
    await mutate('mutation { first: publish(thing: "{\\"id\\":\\"1\\"}") { id } }');
    expect(await client.soFar()).toEqual([]);
    await publish(running, { id: '2' });
    expect((await client.soFar()).map(({ id, payload }) => [id, payload])).toEqual([
      ['1', { data: { onThing: { id: '2' } } }],
    ]);
    expect(printed.join('')).toContain('realtime: onThing: AppSync delivers nothing under an alias (thing)');
  });

  it('shows null with an error where the schema forbids the null of a field that was not selected', async () => {
    await client.subscribe('1', 'subscription { onThing { id made } }');
    await publish(running, { id: '1' }, '{ id }');
    const message = "Cannot return null for non-nullable type: 'AWSDateTime' within parent 'Thing' (/onThing/made)";
    expect(await payloads()).toEqual([{ data: { onThing: null }, errors: [{ message, path: ['onThing', 'made'] }] }]);
  });

  it('has an error for each such field', async () => {
    await client.subscribe('1', 'subscription { onThing { id made inner { must deep { must } } } }');
    await publish(running, { id: '1', inner: { deep: {} } }, '{ id inner { word deep { word } } }');
    const [{ data, errors }] = (await payloads()) as [{ data: unknown; errors: { path: string[] }[] }];
    expect(data).toEqual({ onThing: null });
    expect(errors.map(({ path }) => path.join('/'))).toEqual([
      'onThing/made',
      'onThing/inner/must',
      'onThing/inner/deep/must',
    ]);
  });

  it('comes without running field resolvers', async () => {
    await client.subscribe('1', 'subscription { onThing { computed } }');
    await publish(running, { id: '1', computed: 'in the result' }, '{ id }');
    await publish(running, { id: '1' }, '{ computed }');
    expect(await payloads()).toEqual([
      { data: { onThing: { computed: null } } },
      { data: { onThing: { computed: 'computed' } } },
    ]);
  });

  it('is one event for each root field, from every linked mutation', async () => {
    await client.subscribe('1', 'subscription { onThing { id } }');
    await mutate(
      `mutation { publish(thing: "{\\"id\\":\\"1\\"}") { id } publishOther(thing: "{\\"id\\":\\"2\\"}") { id } }`,
    );
    expect((await payloads()).map(({ data }) => data.onThing.id)).toEqual(['1', '2']);
  });

  it('is nothing when the field is null or failed, or a list', async () => {
    await client.subscribe('1', 'subscription { onThing { id } }');
    await client.subscribe('2', 'subscription { onFailure { id } }');
    await client.subscribe('3', 'subscription { onThings { id } }');
    await mutate(
      'mutation { publish(thing: "null") { id } fail { id } publishAll(things: "[{\\"id\\":\\"1\\"}]") { id } }',
    );
    expect(await payloads()).toEqual([]);
  });

  it('is dropped above 240 KB, with a line in the log', async () => {
    await client.subscribe('1', 'subscription { onThing { id name } }');
    await client.subscribe('2', 'subscription { onThing { id } }');
    await publish(running, { id: '1', name: 'x'.repeat(240 * 1024) });
    expect(await client.soFar()).toEqual([{ type: 'data', id: '2', payload: { data: { onThing: { id: '1' } } } }]);
    expect(printed.join('')).toContain('realtime: onThing: a payload of');
  });

  it('begins with the object that the subscription’s resolver answered, as answered', async () => {
    client.start('1', 'subscription { onGreeted { id computed } }');
    expect(await client.next()).toEqual({ type: 'start_ack', id: '1' });
    expect(await client.next()).toEqual({
      type: 'data',
      id: '1',
      payload: { data: { onGreeted: { id: 'first', computed: 'as answered' } } },
    });
  });
});

describe('arguments', () => {
  const subscribed = async (args: string, variables?: Record<string, unknown>) => {
    await client.subscribe(
      '1',
      `subscription ${variables ? '($id: ID, $name: String)' : ''} { onThing${args} { id } }`,
      variables,
    );
    for (const thing of [
      { id: '1' },
      { id: '1', name: 'a', size: 1 },
      { id: '2', name: 'a', size: 2 },
      { name: null },
    ]) {
      await publish(running, thing);
    }
    return (await client.soFar()).map(({ payload }) => payload.data.onThing.id);
  };

  it.each([
    ['(id: "1")', ['1', '1']],
    ['(id: 1)', ['1', '1']],
    ['(id: "1", name: "a")', ['1']],
    ['(name: "a", size: 2)', ['2']],
    ['(name: "A")', []],
    ['(name: null)', ['1', null]],
  ])('must all equal the payload’s fields, null only null: %s', async (args, ids) =>
    expect(await subscribed(args)).toEqual(ids),
  );

  it('that are omitted do not restrict, that are sent as null do', async () => {
    expect(await subscribed('(id: $id, name: $name)', { id: '1' })).toEqual(['1', '1']);
  });

  it('that are declared variables sent as null match null', async () => {
    expect(await subscribed('(id: $id, name: $name)', { id: '1', name: null })).toEqual(['1']);
  });

  it('match no field that the mutation did not select', async () => {
    await client.subscribe('1', 'subscription { onThing(id: "1") { name } }');
    await publish(running, { id: '1', name: 'a' }, '{ name }');
    expect(await payloads()).toEqual([]);
  });
});
