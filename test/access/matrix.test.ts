import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema, createFieldRules, RealtimeClient } from 'appsync-local/testing';
import { NEVER_MS, startWorld, type World } from '../support/world.ts';
import { callsTo, type Calls } from '../support/calls.ts';
import { ACCESS, CALLERS, type CallerName } from './accessTable.ts';
import { asCaller, isRole } from './callers.ts';
import { judge, type Cell, type Seen } from './judge.ts';
import {
  assemblyWithExpiredKey,
  callersOf,
  NO_PERMISSION,
  removeAssembly,
  strangersOf,
  type Proof,
  type CallRefusal,
  type Stranger,
} from './people.ts';
import { beginTellingIn, makeScene, OF_CANCELLED, operationOf, ROUTES, SUBSCRIPTIONS, type Scene } from './routes.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const coordinates = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && !type.name.startsWith('__')
    ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
    : [],
);
/** What an answer over HTTP or a message of the socket comes to. */
type CellAnswer = { refusal: CallRefusal } | { seen: Seen };

let api: World;
let calls: Calls;
let assemblyDir: string;
let strangers: Stranger[];
/** A world in which nothing goes on by itself: what is being told stays so. */
let still: World;
let count = 0;
beforeAll(async () => {
  assemblyDir = await assemblyWithExpiredKey();
  api = await startWorld({ assemblyDir });
  calls = callsTo(api);
  strangers = await strangersOf(api);
  still = await startWorld({ assemblyDir, streamPollMs: NEVER_MS });
});
afterAll(async () => {
  await api.close();
  await still.close();
  await removeAssembly(assemblyDir);
  console.log(`access: ${count} cells compared with ${ACCESS.size} rows`);
});

describe('the table of access', () => {
  it('is exercised row by row: every field is asked for on some route or subscription', () => {
    const roots = [...ROUTES.map(({ root }) => root), ...Object.keys(SUBSCRIPTIONS)];
    const reached = new Set(
      roots.flatMap((root) =>
        judge(schema, operationOf(schema, root, 'x: 1'), root, [], 'admin', { data: {}, errors: [] }).map(
          ({ coordinate }) => coordinate,
        ),
      ),
    );
    expect(coordinates.filter((coordinate) => !reached.has(coordinate))).toEqual([]);
  });

  it('agrees with the directives of every field below the root, also where no route leads', () => {
    const rules = createFieldRules(
      schema,
      [{ mode: 'AMAZON_COGNITO_USER_POOLS' }, { mode: 'AWS_IAM' }, { mode: 'API_KEY' }],
      { isForbidden: () => false },
    );
    const differing = coordinates
      .filter((coordinate) => !/^(Query|Mutation|Subscription)\./.test(coordinate))
      .flatMap((coordinate) =>
        CALLERS.filter((name) => {
          const [typeName = '', fieldName = ''] = coordinate.split('.');
          count += 1;
          return rules(asCaller(name), typeName, fieldName) !== (ACCESS.get(coordinate)?.[name] !== '-');
        }).map((name) => `${coordinate} for ${name}`),
      );
    expect(differing).toEqual([]);
  });
});

describe.each(ROUTES)('$root, $name, over HTTP', ({ root, args, absent = [], nameless = [], ...route }) => {
  const { changes = false, isNewcomer = false, isCancelled = false } = route;
  it('answers every caller what the table says, refuses everybody else, and whoever may not changes nothing', async () => {
    const world = isCancelled ? still : api;
    const others = isCancelled ? await strangersOf(still) : strangers;
    const newScene = async (): Promise<Scene> => {
      const made = await makeScene(callsTo(world), { isNewcomer });
      if (isCancelled) {
        await beginTellingIn(world, callsTo(world), made);
      }
      return made;
    };
    const scene = await newScene();
    const [may, mayNot] = [true, false].map((isYes) =>
      CALLERS.filter((name) => (ACCESS.get(root)?.[name] === 'yes') === isYes),
    );
    const ask = async (name: CallerName, at: Scene) => {
      const operation = operationOf(schema, root, args(at, name));
      const missing = [...(isCancelled ? [] : OF_CANCELLED), ...absent, ...(name === 'backend' ? nameless : [])];
      return compare(name, root, operation, missing, await post(callersOf(world, at)[name], operation, world));
    };
    const before = await world.scan(scene.eventId);
    const denied = await Promise.all(mayNot!.map((name) => ask(name, scene)));
    const operation = operationOf(schema, root, args(scene, 'admin'));
    await Promise.all(
      others.map(async ({ name, proof, refusal }) =>
        expectRefusal(name, root, operation, await post(proof, operation, world), refusal),
      ),
    );
    expect(await world.scan(scene.eventId)).toEqual(before);
    const allowed: Cell[][] = [];
    for (const name of may!) {
      allowed.push(await ask(name, changes ? await newScene() : scene));
    }
    expect(wrong([...denied, ...allowed].flat())).toEqual([]);
  });
});

describe('over the WebSocket', () => {
  const realtime: RealtimeClient[] = [];
  afterAll(() => realtime.forEach((client) => client.close()));

  /** Starts an operation over a socket that somebody else has opened: what counts is the start's own proof. */
  async function start(client: RealtimeClient, id: string, proof: Proof, operation: string) {
    const body = JSON.stringify({ query: operation, variables: {} });
    const headers = await proof(api.running.url, body);
    client.send({
      id,
      type: 'start',
      payload: { data: body, extensions: { authorization: { host: new URL(api.running.url).host, ...headers } } },
    });
    const { type, payload } = await client.next();
    return { type, error: payload?.errors?.[0] as { errorType?: string; message?: string } | undefined };
  }

  const connect = async () => {
    const client = await RealtimeClient.connect(api.running);
    realtime.push(client);
    return client;
  };

  it('connects whoever proves who they are, and nobody else', async () => {
    const callers = callersOf(api, { self: 'ada', other: 'bob', owner: 'olga', rival: 'oscar' });
    const url = `${api.running.url}/connect`;
    const open = async (proof: Proof) => {
      const header = { host: new URL(api.running.url).host, ...(await proof(url, '{}')) };
      const client = new RealtimeClient(api.running, { header });
      realtime.push(client);
      await client.opened();
      client.send({ type: 'connection_init' });
      return client.next();
    };
    for (const name of CALLERS) {
      count += 1;
      expect({ name, type: (await open(callers[name])).type }).toEqual({ name, type: 'connection_ack' });
    }
    for (const {
      name,
      proof,
      refusal: { status, errorType, message },
    } of strangers) {
      count += 1;
      expect({ name, ...(await open(proof)) }).toEqual({
        name,
        type: 'connection_error',
        payload: { errors: [{ errorType, message, errorCode: status }] },
      });
    }
  });

  it.each(Object.entries(SUBSCRIPTIONS))(
    '%s begins for whom the table says, shows them what it says, and is not served over HTTP',
    async (root, { args, publishedBy }) => {
      const scene = await makeScene(calls);
      // What making the scene changed is announced by now, and is not heard in place of what is published below.
      await api.running.streamIdle();
      const operation = operationOf(schema, root, args(scene));
      const callers = callersOf(api, scene);
      const cells: Cell[] = [];
      for (const name of CALLERS) {
        const client = await connect();
        const { type, error } = await start(client, 's', callers[name], operation);
        const mayBegin = ACCESS.get(root)?.[name] === 'yes';
        if (!mayBegin) {
          const [errorType, message] = isRole(name)
            ? [NO_PERMISSION.errorType, NO_PERMISSION.message]
            : ['Unauthorized', notAuthorized(root)];
          expect({ name, type, error }).toEqual({ name, type: 'error', error: { errorType, message } });
          count += 1;
        } else {
          expect({ name, type, error }).toEqual({ name, type: 'start_ack', error: undefined });
          const route = ROUTES.find((one) => one.root === publishedBy)!;
          await post(callers.publisher, operationOf(schema, publishedBy, route.args(scene, 'publisher')));
          const { payload } = await client.next();
          const seen = { data: payload.data, errors: payload.errors ?? [] };
          cells.push(...judge(schema, operation, root, [], name, seen));
        }
        const overHttp = await post(callers[name], operation);
        const expected = isRole(name)
          ? NO_PERMISSION
          : { status: 400, errorType: 'BadRequestException', message: expect.any(String) as string };
        expect({ name, overHttp }).toEqual({ name, overHttp: { refusal: expected } });
        count += 1;
      }
      const client = await connect();
      for (const { name, proof, refusal } of strangers) {
        const { type, error } = await start(client, name, proof, operation);
        expect({ name, type, error }).toEqual({
          name,
          type: 'error',
          error: { errorType: refusal.errorType, message: refusal.message },
        });
        expect({ name, overHttp: await post(proof, operation) }).toEqual({ name, overHttp: { refusal } });
        count += 2;
      }
      count += cells.length;
      expect(wrong(cells)).toEqual([]);
    },
  );

  it('serves no query and no mutation, whoever asks', async () => {
    const scene = await makeScene(calls);
    const callers = callersOf(api, scene);
    const client = await connect();
    const before = await api.scan(scene.eventId);
    for (const { name, root, args } of ROUTES) {
      const operation = operationOf(schema, root, args(scene, 'admin'));
      for (const caller of CALLERS) {
        const { type, error } = await start(client, `${name} ${caller}`, callers[caller], operation);
        const isPermitted = !isRole(caller) || ACCESS.get(root)?.[caller] === 'yes';
        expect({ root, caller, type, errorType: error?.errorType }).toEqual({
          root,
          caller,
          type: 'error',
          errorType: isPermitted ? 'UnsupportedOperation' : NO_PERMISSION.errorType,
        });
      }
      for (const { name: stranger, proof, refusal } of strangers) {
        const { type, error } = await start(client, `${name} ${stranger}`, proof, operation);
        expect({ root, stranger, type, error }).toEqual({
          root,
          stranger,
          type: 'error',
          error: { errorType: refusal.errorType, message: refusal.message },
        });
      }
      count += CALLERS.length + strangers.length;
    }
    expect(await api.scan(scene.eventId)).toEqual(before);
  });
});

/** A real HTTP request. */
async function post(proof: Proof, query: string, { running: { url } } = api): Promise<CellAnswer> {
  const body = JSON.stringify({ query });
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(await proof(url, body)) },
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: Seen['data'];
    errors?: (Seen['errors'][number] & { errorType: string })[];
  };
  if (response.status === 200) {
    return { seen: { data, errors } };
  }
  const [{ errorType = '', message = '' } = {}] = errors;
  expect(data).toBeUndefined();
  return { refusal: { status: response.status, errorType, message } };
}

function compare(caller: CallerName, root: string, operation: string, absent: string[], answer: CellAnswer): Cell[] {
  // A role that lacks the permission is refused as a whole.
  if (isRole(caller) && ACCESS.get(root)?.[caller] === '-') {
    return expectRefusal(caller, root, operation, answer, NO_PERMISSION);
  }
  const seen =
    'seen' in answer
      ? answer.seen
      : {
          data: null,
          errors: [{ message: answer.refusal.message, errorType: 'refused', path: [root.split('.')[1] ?? ''] }],
        };
  const cells = judge(schema, operation, root, absent, caller, seen).map((cell) => ({
    ...cell,
    path: `${caller}: ${cell.path}`,
  }));
  const strange = seen.errors.filter(
    ({ path, message }) =>
      path === null || path === undefined || !/^Not Authorized to access \w+ on type \w+$/.test(message),
  );
  expect({ caller, strange }).toEqual({ caller, strange: [] });
  count += cells.length;
  return cells;
}

/** Nothing that the operation asks for is answered. */
function expectRefusal(
  name: string,
  root: string,
  operation: string,
  answer: CellAnswer,
  refusal: CallRefusal,
): Cell[] {
  expect({ name, answer }).toEqual({ name, answer: { refusal } });
  count += judge(schema, operation, root, [], 'admin', { data: null, errors: [] }).length;
  return [];
}

function wrong(cells: Cell[]): Cell[] {
  return cells.filter(({ expected, observed }) => expected !== observed);
}

function notAuthorized(coordinate: string): string {
  const [type, field] = coordinate.split('.');
  return `Not Authorized to access ${field} on type ${type}`;
}
