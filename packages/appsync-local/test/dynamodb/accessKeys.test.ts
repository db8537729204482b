import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
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
import { keepTables } from '../../src/dynamodb/keepTables.ts';
import { startDynamoDb, type DynamoDbOptions } from '../../src/dynamodb/startDynamoDb.ts';
import { StartError } from '../../src/error/localError.ts';
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

  it('is found by its state directory, also where it had no command line yet when it was noted', async () => {
    const stateDir = temporaryDirectory();
    const starting = start({ stateDir, inMemory: true });
    const pids = join(stateDir, 'pids');
    await expect.poll(() => readdirSync(pids)).toHaveLength(1);
    const [noted = ''] = readdirSync(pids);
    writeFileSync(join(pids, noted), JSON.stringify({ pid: Number.parseInt(noted), command: '' }));
    const { endpoint } = await starting;
    expect(await findDynamoDb(stateDir)).toMatchObject({ endpoint });
  });

  it('keeps the tables of a seed that was removed', async () => {
    const stateDir = temporaryDirectory();
    const { database } = await ownerAndStranger({ stateDir, inMemory: false });
    await database.close();
    rmSync(join(stateDir, 'seed'));

    await start({ stateDir, inMemory: false });
    const { endpoint, credentials } = (await findDynamoDb(stateDir))!;
    expect((await clientOf(endpoint, credentials).send(read)).Item?.by).toEqual({ S: 'owner' });
  });
});

describe('keepTables', () => {
  const OLD = 'AKIAOOOOOOOOOOOOOOOO_us-east-1';
  const OLDER = 'AKIAPPPPPPPPPPPPPPPP_us-east-1';

  async function kept(files: (own: string) => string[]) {
    const stateDir = temporaryDirectory();
    const dbPath = join(stateDir, 'dynamodb');
    const own = `${(await loadSecrets(stateDir)).credentials.accessKeyId}_us-east-1`;
    mkdirSync(dbPath);
    files(own).forEach((name) => writeFileSync(join(dbPath, name), name));
    const content = () =>
      Object.fromEntries(readdirSync(dbPath).map((name) => [name, readFileSync(join(dbPath, name), 'utf8')]));
    return { own, dbPath, done: keepTables(stateDir, dbPath), content };
  }

  it('takes over the only file of another key, with what is beside it, and leaves strangers their own', async () => {
    const { own, done, content } = await kept(() => [`${OLD}.db`, `${OLD}.db-wal`, 'AKIASTRANGER_us-east-1.db']);
    await done;
    expect(content()).toEqual({
      [`${own}.db`]: `${OLD}.db`,
      [`${own}.db-wal`]: `${OLD}.db-wal`,
      'AKIASTRANGER_us-east-1.db': 'AKIASTRANGER_us-east-1.db',
    });
  });

  it('leaves everything as it is where the key has a file', async () => {
    const { own, done, content } = await kept((key) => [`${key}.db`, `${OLD}.db`]);
    await done;
    expect(content()).toEqual({ [`${own}.db`]: `${own}.db`, [`${OLD}.db`]: `${OLD}.db` });
  });

  it('says in one sentence that a folder is where the file has to be', async () => {
    const stateDir = temporaryDirectory();
    const { credentials } = await loadSecrets(stateDir);
    const path = join(stateDir, 'dynamodb', `${credentials.accessKeyId}_us-east-1.db`);
    mkdirSync(path, { recursive: true });
    await expect(keepTables(stateDir, join(stateDir, 'dynamodb'))).rejects.toThrow(
      new StartError(`${path} is a folder where a file has to be: move it away and start again.`),
    );
  });

  it.each([
    [`${OLD}.db`, `${OLDER}.db`],
    [`${OLD}.db`, 'shared-local-instance.db'],
  ])('names %s and %s, between which somebody has to choose', async (...files) => {
    const { own, dbPath, done, content } = await kept(() => files);
    await expect(done).rejects.toThrow(
      new StartError(
        `The tables in ${dbPath} are of other access keys than this one, in 2 files: rename the right one ` +
          `(${files.join(', ')}) to ${own}.db, or move them all away.`,
      ),
    );
    expect(Object.keys(content())).toEqual(files);
  });
});
