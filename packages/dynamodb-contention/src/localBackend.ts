import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import type { Item } from './item/attributeValue.ts';
import { itemId, tableSchema, type TableDescription, type TableSchema } from './item/tableSchema.ts';
import type { Backend } from './model/backend.ts';
import { contentOf, type WireAnswer, type RequestBody } from './wire/answer.ts';

const TARGET = 'DynamoDB_20120810';
const MAX_KEYS = 100;

/**
 * DynamoDB Local closes a connection that was idle for 30 s, maybe at the moment of the next request. So a free one is
 * closed before; the time-out ends no request.
 */
const SOCKETS = { keepAlive: true, maxSockets: 128, timeout: 20_000 };

/** DynamoDB Local asks for some signature and checks none. */
const ANYBODY =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0';

/** A running DynamoDB Local. */
export interface LocalBackend extends Backend {
  /**
   * What is sent from now on carries this Authorization header: without `-sharedDb` DynamoDB Local has the tables of
   * each access key apart.
   */
  signAs(authorization: string): void;
  /** Passes a request on as it is. */
  pass(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<WireAnswer>;
  /** Tables may have changed. */
  forgetTables(): void;
  close(): void;
}

interface Wanted {
  table: TableSchema;
  key: Item;
  id: string;
  resolve(item: Item | null): void;
  reject(error: unknown): void;
}

/** Reads that are asked for at one time travel together. */
export function localBackend(endpoint: string): LocalBackend {
  const agent = new Agent(SOCKETS);
  const schemas = new Map<string, Promise<TableSchema | null>>();
  let wanted: Wanted[] = [];
  let authorization = ANYBODY;

  const send = (
    method: string,
    path: string,
    headers: IncomingHttpHeaders,
    body: Buffer | string,
  ): Promise<WireAnswer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        `${endpoint}${path}`,
        { method, agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 502,
              body: Buffer.concat(chunks),
              headers: answerHeaders(incoming.headers),
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const ask = (operation: string, body: Buffer | string): Promise<WireAnswer> =>
    send(
      'POST',
      '/',
      {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${TARGET}.${operation}`,
        authorization,
      },
      body,
    );

  const fetchAll = async (batch: Wanted[]): Promise<void> => {
    const tables = new Map<string, Map<string, Wanted>>();
    for (const one of batch) {
      const keys = tables.get(one.table.name) ?? new Map<string, Wanted>();
      tables.set(one.table.name, keys.set(one.id, one));
    }
    const RequestItems = Object.fromEntries(
      [...tables].map(([name, keys]) => [
        name,
        { ConsistentRead: true, Keys: [...keys.values()].map(({ key }) => key) },
      ]),
    );
    const answer = await ask('BatchGetItem', JSON.stringify({ RequestItems }));
    const content = contentOf<{ Responses?: Record<string, Item[]>; UnprocessedKeys?: object }>(answer);
    if (answer.status !== 200 || Object.keys(content.UnprocessedKeys ?? {}).length > 0) {
      throw new Error(`items could not be read: ${answer.body.toString()}`);
    }
    const found = new Map<string, Item>();
    for (const { table } of batch) {
      content.Responses?.[table.name]?.forEach((item) => found.set(itemId(table, item), item));
    }
    batch.forEach(({ id, resolve }) => resolve(found.get(id) ?? null));
  };

  const flush = (): void => {
    const due = wanted;
    wanted = [];
    for (let at = 0; at < due.length; at += MAX_KEYS) {
      const batch = due.slice(at, at + MAX_KEYS);
      fetchAll(batch).catch((error: unknown) => batch.forEach(({ reject }) => reject(error)));
    }
  };

  const describe = async (tableName: string): Promise<TableSchema | null> => {
    const answer = await ask('DescribeTable', JSON.stringify({ TableName: tableName }));
    return answer.status === 200 ? tableSchema(contentOf<{ Table: TableDescription }>(answer).Table) : null;
  };

  return {
    forward: ({ operation, body, raw }, changed?: RequestBody) =>
      ask(operation, changed === undefined && raw !== undefined ? raw : JSON.stringify(changed ?? body)),
    readItem: (table, key) =>
      new Promise((resolve, reject) => {
        if (wanted.length === 0) {
          setImmediate(flush);
        }
        wanted.push({ table, key, id: itemId(table, key), resolve, reject });
      }),
    async schemaOf(tableName) {
      let known = schemas.get(tableName);
      if (known === undefined) {
        schemas.set(tableName, (known = describe(tableName)));
      }
      const schema = await known;
      if (schema === null) {
        schemas.delete(tableName);
      }
      return schema;
    },
    signAs: (header) => void (authorization = header),
    pass: (method, path, headers, body) => send(method, path, withoutHopByHop(headers), body),
    forgetTables: () => schemas.clear(),
    close: () => agent.destroy(),
  };
}

const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect'];

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

function answerHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(withoutHopByHop(headers)).map(([name, value]) => [name, String(value)]));
}
