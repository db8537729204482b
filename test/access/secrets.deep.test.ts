import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFaultyDynamoDb } from 'dynamodb-contention';
import { describe, expect, inject, it, vi } from 'vitest';
import { buildSchema, loadSecrets, openLogs, RealtimeClient } from 'appsync-local/testing';
import { replaceCode } from '../history/edit.ts';
import { buildVariant } from '../history/variant.ts';
import { startWorld, type World } from '../support/world.ts';
import { callsTo } from '../support/calls.ts';
import { callersOf, strangersOf, type Proof } from './people.ts';
import { makeScene, operationOf, ROUTES, SUBSCRIPTIONS, type Scene } from './routes.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** Everything that this process prints, in any way, from now on. */
function capturePrints(): () => string {
  let printed = '';
  const add = (...parts: unknown[]) => (
    (printed += `${parts.map((part) => (part instanceof Error ? `${part.stack}` : typeof part === 'string' ? part : JSON.stringify(part))).join(' ')}\n`),
    true
  );
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation(add);
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(add);
  vi.spyOn(process.stderr, 'write').mockImplementation(add);
  return () => printed;
}

/** Everything that was printed and logged on the way, and every secret that was used, with its name. */
interface Tour {
  output: string;
  secrets: Map<string, string>;
}

/**
 * Everybody asks for everything, over HTTP and WebSocket, of a server with `--verbose` in front of a database that
 * often refuses.
 */
async function takeTour(assemblyDir: string): Promise<Tour> {
  const logDir = await mkdtemp(join(tmpdir(), 'access-logs-'));
  const printed = capturePrints();
  const database = await startFaultyDynamoDb({ target: inject('dynamoDbEndpoint'), seed: inject('seed') });
  const api = await startWorld({ assemblyDir, onOutput: openLogs(logDir, true), inFront: database });
  const secrets = await longLivedSecrets(api);
  try {
    const scene = await makeScene(callsTo(api));
    database.setFaults({ rejectionStorm: 0.2, error500Before: 0.05 });
    const everybody: [string, Proof][] = [
      ...Object.entries(callersOf(api, scene)),
      ...(await strangersOf(api)).map(({ name, proof }): [string, Proof] => [name, proof]),
    ];
    for (const [name, proof] of everybody) {
      await askForEverything(api, scene, name, noting(name, proof, secrets));
    }
    database.setFaults({});
    await api.running.streamIdle();
  } finally {
    await api.close();
    await database.close();
    vi.restoreAllMocks();
  }
  const files = await readdir(join(logDir, 'logs'));
  const logs = await Promise.all(files.map((file) => readFile(join(logDir, 'logs', file), 'utf8')));
  await rm(logDir, { recursive: true });
  return { output: [printed(), ...logs].join('\n'), secrets };
}

async function askForEverything(api: World, scene: Scene, name: string, proof: Proof): Promise<void> {
  const { url } = api.running;
  for (const { root, args } of ROUTES) {
    const body = JSON.stringify({ query: operationOf(schema, root, args(scene, 'admin')) });
    await (await fetch(url, { method: 'POST', body, headers: await proof(url, body) })).text();
  }
  const header = { host: new URL(url).host, ...(await proof(`${url}/connect`, '{}')) };
  const client = new RealtimeClient(api.running, { header });
  await client.opened();
  client.send({ type: 'connection_init' });
  if ((await client.next()).type === 'connection_ack') {
    await client.next();
    for (const [root, { args }] of Object.entries(SUBSCRIPTIONS)) {
      const data = JSON.stringify({ query: operationOf(schema, root, args(scene)), variables: {} });
      client.send({
        id: `${name} ${root}`,
        type: 'start',
        payload: { data, extensions: { authorization: { host: new URL(url).host, ...(await proof(url, data)) } } },
      });
      await client.next();
    }
  }
  client.close();
}

async function longLivedSecrets({ running, stateDir }: World): Promise<Map<string, string>> {
  const { tokenSecret } = await loadSecrets(stateDir);
  const named: [string, string][] = [
    ['the API key', running.apiKey ?? ''],
    ['the local user’s secret', running.credentials.secretAccessKey],
    ...Object.entries(running.functionCredentials).flatMap(
      ([name, { secretAccessKey, sessionToken }]): [string, string][] => [
        [`the secret of ${name}`, secretAccessKey],
        [`the session token of ${name}`, sessionToken],
      ],
    ),
    ['the key of pagination tokens', Buffer.from(tokenSecret).toString('base64')],
    ['the seed of all secrets', await readFile(join(stateDir, 'seed'), 'utf8')],
    ['the signing key', (JSON.parse(await readFile(join(stateDir, 'signing-key.json'), 'utf8')) as { d: string }).d],
  ];
  return new Map(named.map(([name, secret]) => [secret, name]));
}

/**
 * A proof whose headers are noted as secrets: whole, and payload and signature of a token, or the signature of a
 * request.
 */
function noting(name: string, proof: Proof, secrets: Map<string, string>): Proof {
  return async (url, body) => {
    const headers = await proof(url, body);
    for (const header of ['authorization', 'x-api-key', 'x-amz-security-token']) {
      const value = headers[header] ?? '';
      const parts = value.startsWith('AWS4') ? value.split('Signature=').slice(1) : value.split('.').slice(1);
      for (const secret of [value, ...parts].filter((part) => part.length > 20)) {
        secrets.set(secret, `${header} of ${name}`);
      }
    }
    return headers;
  };
}

const leaksOf = ({ output, secrets }: Tour) =>
  new Set([...secrets].flatMap(([secret, name]) => (output.includes(secret) ? [name] : [])));

describe('What server, resolvers and functions print and log', () => {
  it('never holds a key, token, signature or secret that was used', async () => {
    const tour = await takeTour(inject('assemblyDir'));
    console.log(`secrets: ${tour.secrets.size} looked for in ${tour.output.length} characters of output`);
    // There is something to look through: the functions have worked and warned.
    expect(tour.output).toContain('"service":"promoteFromWaitlist"');
    expect(tour.secrets.size).toBeGreaterThan(100);
    expect([...leaksOf(tour)]).toEqual([]);
  });

  it('does hold them in a build that prints headers and environment: the search would find them', async () => {
    const read = "raiseIf(checkId('eventId', ctx.args.eventId));";
    const answer = 'const answer = await settle(';
    const variant = await buildVariant(inject('assemblyDir'), [
      replaceCode('resolvers/event/Query.getEvent.ts', read, `console.log(ctx.request.headers);${read}`),
      replaceCode('lambda/promoteFromWaitlist/index.ts', answer, `console.log(JSON.stringify(process.env));${answer}`),
    ]);
    try {
      const leaks = [...leaksOf(await takeTour(variant.assemblyDir))];
      const expected = [
        'x-api-key',
        'authorization of self',
        'authorization of backend',
        'the secret of PromoteFromWaitlist',
      ];
      expect(expected.filter((start) => !leaks.some((leak) => leak.startsWith(start)))).toEqual([]);
    } finally {
      await variant.remove();
    }
  });
});
