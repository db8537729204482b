import { networkInterfaces } from 'node:os';
import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSecrets } from '../../src/auth/localSecrets.ts';
import { findDynamoDb } from '../../src/dynamodb/findDynamoDb.ts';
import { startDynamoDb, type DynamoDbOptions } from '../../src/dynamodb/startDynamoDb.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';
import { startTablesAs } from '../startTables.ts';

const TABLE = {
  TableName: 'Notes',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};
const STRANGER = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'guessed' };

/** An address of this machine that others can reach; the loopback address where there is none. */
const outside =
  Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.1';

async function start(options: DynamoDbOptions) {
  const database = await startDynamoDb(options);
  onTestFinished(() => database.close());
  return database;
}

function clientOf(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }): DynamoDBClient {
  const client = new DynamoDBClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

/** The table under the key of a state directory, with one item; and what a stranger finds over the network. */
async function ownerAndStranger(options: DynamoDbOptions) {
  const database = await start(options);
  const { endpoint } = database;
  const { credentials } = await loadSecrets(options.stateDir);
  const { client: owner, close } = await startTablesAs(credentials, endpoint, [TABLE]);
  onTestFinished(close);
  await owner.send(new PutItemCommand({ TableName: 'Notes', Item: { id: { S: 'a' }, by: { S: 'owner' } } }));
  return { database, owner, stranger: clientOf(endpoint.replace('127.0.0.1', outside), STRANGER) };
}

const intrude = new PutItemCommand({ TableName: 'Notes', Item: { id: { S: 'a' }, by: { S: 'stranger' } } });
const read = new GetItemCommand({ TableName: 'Notes', Key: { id: { S: 'a' } } });

describe('startDynamoDb', () => {
  it('shows the tables to nobody but who knows the access key of the state directory', async () => {
    const { owner, stranger } = await ownerAndStranger({ stateDir: temporaryDirectory(), inMemory: true });
    expect((await stranger.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    await expect(stranger.send(intrude)).rejects.toThrow(ResourceNotFoundException);
    await expect(stranger.send(read)).rejects.toThrow(ResourceNotFoundException);
    expect((await owner.send(read)).Item?.by).toEqual({ S: 'owner' });
  });

  it('shows them to everybody if that is asked for, and takes them over when it no longer is', async () => {
    const stateDir = temporaryDirectory();
    const { database, owner, stranger } = await ownerAndStranger({ stateDir, inMemory: false, sharesTables: true });
    await stranger.send(intrude);
    expect((await owner.send(read)).Item?.by).toEqual({ S: 'stranger' });
    await database.close();

    await start({ stateDir, inMemory: false });
    const { endpoint, credentials } = (await findDynamoDb(stateDir))!;
    expect((await clientOf(endpoint, credentials).send(read)).Item?.by).toEqual({ S: 'stranger' });
    const { TableNames } = await clientOf(endpoint, STRANGER).send(new ListTablesCommand({}));
    expect(TableNames).toEqual([]);
  });
});
