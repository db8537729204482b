import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createSchema, createYoga } from 'graphql-yoga';
import { eventKey, registrationKey, userKey } from '../../../../domain/keys.ts';
import type { Wish } from '../load/registerOverHttp.ts';
import { USUAL_SCHEMA } from './schema.ts';

/** A process that serves a plain GraphQL server, whose resolver registers the usual way: look first, then write. */

const { endpoint, tableName } = JSON.parse(process.argv[2] ?? '{}') as { endpoint: string; tableName: string };
const client = new DynamoDBClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 256, timeout: 20_000 }) },
});
const documents = DynamoDBDocumentClient.from(client);

async function get(Key: object): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: { ...Key }, ConsistentRead: true }),
  );
  return Item;
}

async function register({ userId, eventId }: Wish) {
  if ((await get(userKey(userId))) === undefined) {
    throw new Error('no such user');
  }
  const event = await get(eventKey(eventId));
  if (event === undefined) {
    throw new Error('no such event');
  }
  if ((await get(registrationKey(userId, eventId))) !== undefined) {
    throw new Error('registered already');
  }
  if (Number(event.currentRegistrations) >= Number(event.capacity)) {
    throw new Error('full');
  }
  const now = new Date().toISOString();
  const item = {
    ...registrationKey(userId, eventId),
    entityType: 'Registration',
    userId,
    eventId,
    registrationStatus: 'REGISTERED',
    registeredAt: now,
    createdAt: now,
    updatedAt: now,
  };
  await documents.send(new PutCommand({ TableName: tableName, Item: item }));
  await documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { ...eventKey(eventId) },
      UpdateExpression: 'SET currentRegistrations = currentRegistrations + :one, updatedAt = :now',
      ExpressionAttributeValues: { ':one': 1, ':now': now },
    }),
  );
  return { userId, eventId, registrationStatus: 'REGISTERED' };
}

const schema = createSchema({
  typeDefs: USUAL_SCHEMA,
  resolvers: { Mutation: { registerForEvent: (_: unknown, wish: Wish) => register(wish) } },
});
const server = createServer(createYoga({ schema, logging: false, maskedErrors: false }));
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` }),
);
process.on('disconnect', () => process.exit(0));
