import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ApiOptions } from '../../src/api/apiOptions.ts';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { startApi } from '../../src/api/startApi.ts';
import { inject } from 'vitest';
import { startDynamoDb, type RunningDynamoDb } from '../../src/dynamodb/startDynamoDb.ts';
import type { StreamRecord } from '../../src/stream/streamRecord.ts';
import { writeAssembly } from '../handmadeAssembly.ts';

const STREAM_ARN = { 'Fn::GetAtt': ['Table', 'StreamArn'] };

/**
 * The file where the function notes each invocation's records as a line of JSON; it throws while `<file>.fail` names a
 * record of the batch. Invoked with `hold` it waits for a file `<file>.release`.
 */
const CODE = `
const fs = require('node:fs');
exports.handler = async (event) => {
  const file = process.env.NOTES;
  if (event.hold) {
    console.log('is held');
    while (!fs.existsSync(file + '.release')) await new Promise((resolve) => setTimeout(resolve, 5));
    return;
  }
  fs.appendFileSync(file, JSON.stringify(event.Records) + '\\n');
  const failing = fs.existsSync(file + '.fail') ? fs.readFileSync(file + '.fail', 'utf8').split(',') : [];
  const bad = event.Records.filter((record) => failing.includes(record.dynamodb.Keys.id.S));
  if (bad.length > 0 && process.env.REPORTS === 'true') return { batchItemFailures: bad.map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })) };
  if (bad.length > 0) throw new Error('failing');
};
`;

/** A table whose stream drives a function, on the run's DynamoDB Local or one of its own. */
export class StreamWorld {
  readonly notes: string;
  readonly stateDir: string;
  #database?: RunningDynamoDb;
  #endpoint = inject('dynamoDbEndpoint');
  #running?: RunningApi;

  constructor() {
    this.stateDir = mkdtempSync(join(tmpdir(), 'local-stream-'));
    this.notes = join(this.stateDir, 'notes');
  }

  /** Starts a DynamoDB Local of its own, which keeps its files. */
  async startDatabase(): Promise<void> {
    this.#database = await startDynamoDb({ stateDir: this.stateDir, inMemory: false });
    this.#endpoint = this.#database.endpoint;
  }

  /** Starts the API with a mapping of these properties, and a function of those. */
  async serve(
    mapping: Record<string, unknown> = {},
    environment: Record<string, string> = {},
    options: Partial<ApiOptions> = {},
    properties: Record<string, unknown> = {},
  ): Promise<RunningApi> {
    const assemblyDir = writeAssembly({
      schema: 'type Query { ping: String }',
      lambdas: {
        Listener: {
          code: CODE,
          properties: { Environment: { Variables: { NOTES: this.notes, ...environment } }, ...properties },
        },
      },
      resources: {
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: 'Streamed',
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            BillingMode: 'PAY_PER_REQUEST',
            StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          },
        },
        Queue: { Type: 'AWS::SQS::Queue' },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: 'Listener' },
            EventSourceArn: STREAM_ARN,
            StartingPosition: 'TRIM_HORIZON',
            ...mapping,
          },
        },
      },
    });
    this.#running = await startApi({
      assemblyDir,
      dynamodb: { endpoint: this.#endpoint },
      stateDir: this.stateDir,
      streamPollMs: 5,
      ...options,
    });
    return this.#running;
  }

  /** Writes items with these ids, once the API has been started. */
  async put(...ids: string[]): Promise<void> {
    const { region = '', credentials } = this.#running ?? {};
    const client = new DynamoDBClient({ endpoint: this.#endpoint, region, credentials });
    for (const id of ids) {
      await client.send(
        new PutItemCommand({
          TableName: 'Streamed',
          Item: { id: { S: id }, size: { N: '1' }, bytes: { B: new Uint8Array([1, 2]) } },
        }),
      );
    }
    client.destroy();
  }

  /** The batches that the function was invoked with. */
  batches(): StreamRecord[][] {
    const lines = readFileSync(this.notes, { encoding: 'utf8', flag: 'a+' })
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as StreamRecord[]);
  }

  /** The ids of all records that the function got, in order. */
  ids(): (string | undefined)[] {
    return this.batches().flatMap((batch) => batch.map(({ dynamodb }) => (dynamodb.Keys.id as { S?: string }).S));
  }

  async close(): Promise<void> {
    await this.#running?.close();
    await this.#database?.close();
  }
}
