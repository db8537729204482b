import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'appsync-local/testing';
import pMap from 'p-map';
import { sweep } from '../../../../tools/audit/sweep.ts';
import { scanTable, type StoredItem } from '../../../../tools/running/tableContent.ts';
import { Dice } from './dice.ts';
import { DocumentGrower } from './graphql/document.ts';
import { flood, mangle } from './graphql/mangle.ts';
import type { Known } from './graphql/value.ts';
import { judgeConnection } from './http/judgeConnection.ts';
import { rawRequest } from './http/rawRequest.ts';
import { sendBytes } from './http/sendBytes.ts';
import { judgeAnswer } from './judge.ts';
import { converse } from './realtime/conversation.ts';
import { rawUpgrade } from './realtime/rawUpgrade.ts';
import { furnish, gatherPeople, type People } from './stage/people.ts';
import { startFuzzedServer, type FuzzedServer } from './stage/startFuzzedServer.ts';

/** What a run has found out. */
export interface FuzzReport {
  /** Cases by kind. */
  sent: Map<string, number>;
  /** Answers to GraphQL requests: "data", or the errorType ("none" without one); several per request. */
  answered: Map<string, number>;
  /** Root fields that were answered with a value. */
  fieldsAnswered: Set<string>;
  /** What was wrong, with the number of the case. */
  violations: string[];
  /** Of the server after garbage collection, once warm and at the end, in bytes. */
  heapBytes: { warm: number; end: number };
}

export interface FuzzOptions {
  assemblyDir: string;
  count: number;
  seed: number;
  onProgress?(done: number): void;
}

/** Cases under way at a time. */
const LANES = 8;
/** After so many, everything is loaded that will be, and caches have what they keep. */
const WARM_CASES = 2_000;

const SCHEMA = buildSchema(readFileSync(new URL('../../../../schema.graphql', import.meta.url), 'utf8'));

/** Everything that a case needs. */
interface Surroundings {
  server: FuzzedServer;
  schema: GraphQLSchema;
  people: People;
  known: Known;
  report: FuzzReport;
}

/**
 * Sends `count` cases to an API in a process of its own: GraphQL requests as everybody, bytes over HTTP and WebSocket.
 * Each case is made from the seed and its number alone; which of them meet at the server is up to chance.
 */
export async function runFuzz({ assemblyDir, count, seed, onProgress }: FuzzOptions): Promise<FuzzReport> {
  const server = await startFuzzedServer(assemblyDir);
  try {
    const people = await gatherPeople(server);
    const known = await furnish(server, people);
    const report: FuzzReport = {
      sent: new Map(),
      answered: new Map(),
      fieldsAnswered: new Set(),
      violations: [],
      heapBytes: { warm: 0, end: 0 },
    };
    const surroundings = { server, schema: SCHEMA, people, known, report };
    const warm = Math.min(count, WARM_CASES);
    await runCases(0, warm, seed, surroundings, onProgress);
    report.heapBytes.warm = (await server.rest()).heapBytes;
    await runCases(warm, count, seed, surroundings, onProgress);
    const { heapBytes, faults, deadLetters } = await server.rest();
    report.heapBytes.end = heapBytes;
    report.violations.push(...faults.map((fault) => `fault of the server: ${fault}`));
    if (deadLetters > 0) {
      report.violations.push(`${deadLetters} changes were not announced`);
    }
    report.violations.push(...sweep(await scan(server)).map((broken) => `the table: ${String(broken)}`));
    return report;
  } finally {
    await server.close();
  }
}

async function runCases(
  from: number,
  to: number,
  seed: number,
  surroundings: Surroundings,
  onProgress?: (done: number) => void,
): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, at) => from + at);
  const run = async (number: number): Promise<void> => {
    const wrong = await runCase(new Dice(seed, `case ${number}`), surroundings).catch((error: unknown) => [
      String(error),
    ]);
    surroundings.report.violations.push(...wrong.map((what) => `case ${number}: ${what}`));
    const end = surroundings.server.end();
    if (end !== undefined) {
      throw new Error(`after case ${number}, ${end}`);
    }
    onProgress?.(number + 1);
  };
  await pMap(numbers, run, { concurrency: LANES });
}

async function runCase(dice: Dice, surroundings: Surroundings): Promise<string[]> {
  const { server, schema, people, known, report } = surroundings;
  const grow = () => new DocumentGrower(schema, dice, known).grow();
  return dice.weighted<() => Promise<string[]>>([
    [
      62,
      () => {
        const { query, variables, operationName } = grow();
        return ask('GraphQL: grown', envelope(query, variables, operationName), dice, surroundings);
      },
    ],
    [
      7,
      () => {
        const { query, variables, operationName } = grow();
        return ask('GraphQL: mangled', envelope(mangle(query, dice), variables, operationName), dice, surroundings);
      },
    ],
    [1, () => ask('GraphQL: floods', envelope(flood(dice), '{}', null), dice, surroundings)],
    [
      17,
      async () => {
        const { kind, bytes } = rawRequest(dice, server.apiKey);
        add(report.sent, `HTTP: ${kind}`);
        return judgeConnection(await sendBytes(server.url, bytes), bytes.toString('latin1')).wrong;
      },
    ],
    [
      9,
      async () => {
        add(report.sent, 'WebSocket: conversations');
        const { prove } = people.choose(dice);
        const header = JSON.stringify({ host: new URL(server.url).host, ...(await prove('{}')) });
        return converse(dice, { realtimeUrl: server.realtimeUrl, header, grow });
      },
    ],
    [
      4,
      async () => {
        add(report.sent, 'WebSocket: frames');
        const header = JSON.stringify({ host: new URL(server.url).host, 'x-api-key': server.apiKey });
        const answered = await sendBytes(server.url, rawUpgrade(dice, header));
        return answered.length === 0 || /^HTTP\/1\.1 (101|4\d\d)/.test(answered.toString('latin1'))
          ? []
          : [`answer to an upgrade: ${answered.toString('latin1').slice(0, 100)}`];
      },
    ],
  ])();
}

function envelope(query: string, variables: string, operationName: string | null): string {
  return `{"query":${JSON.stringify(query)},"variables":${variables},"operationName":${JSON.stringify(operationName)}}`;
}

async function ask(
  kind: string,
  body: string,
  dice: Dice,
  { server, people, report }: Surroundings,
): Promise<string[]> {
  const { who, prove } = people.choose(dice);
  add(report.sent, kind);
  const { host: _, ...headers } = await prove(body);
  const answer = await fetch(server.url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await answer.text();
  const judged = judgeAnswer(answer.status, text, body);
  if ('wrong' in judged) {
    return judged.wrong.map((what) => `${what} (as ${who}: ${body.slice(0, 600)})`);
  }
  for (const errorType of judged.errorTypes) {
    add(report.answered, errorType);
  }
  const answered = Object.entries(judged.data ?? {}).filter(([, value]) => value !== null);
  if (answered.length > 0) {
    add(report.answered, 'data');
  }
  for (const [key] of answered) {
    report.fieldsAnswered.add(key);
  }
  return [];
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

async function scan({ endpoint, region, credentials, tableName }: FuzzedServer): Promise<StoredItem[]> {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    return await scanTable(client, tableName);
  } finally {
    client.destroy();
  }
}

/** A report in words, for people. */
export function describeReport({ sent, answered, violations, heapBytes }: FuzzReport): string {
  const total = [...sent.values()].reduce((sum, count) => sum + count, 0);
  const list = (counts: Map<string, number>) =>
    [...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, count]) => `${key} ${count}`)
      .join(', ');
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return [
    `${total} requests, ${violations.length} violations`,
    `sent: ${list(sent)}`,
    `answered: ${list(answered)}`,
    `heap of the server: ${megabytes(heapBytes.warm)} when warm, ${megabytes(heapBytes.end)} at the end`,
  ].join('\n');
}
