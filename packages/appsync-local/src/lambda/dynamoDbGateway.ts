import { once } from 'node:events';
import {
  Agent,
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessKey } from '../auth/accessKey.ts';
import { SOCKETS } from '../dynamodb/sockets.ts';
import { NotJudged, permissionsOf, type Place } from '../iam/dynamoDbPermissions.ts';
import { AccessDenied } from '../iam/session.ts';

/** What stands between functions and the database. */
export interface DynamoDbGateway {
  endpoint: string;
  close(): Promise<void>;
}

/** A request that is refused, as DynamoDB words it. */
interface GatewayRefusal {
  type: string;
  message: string;
}

const INVALID_KEY: GatewayRefusal = {
  type: 'com.amazon.coral.service#UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

/**
 * Starts an endpoint for functions that passes their requests to the database, if the role of the key they are signed
 * with permits it. The key's id and session token say who asks; signatures are not verified, nor are they by DynamoDB
 * Local. The request is passed on byte for byte but for the id of its key, which becomes `ownerKeyId`: a DynamoDB Local
 * without `-sharedDb` has the tables of each access key apart, and these are the owner's.
 */
export async function startDynamoDbGateway(
  target: string,
  keys: readonly AccessKey[],
  place: Place,
  ownerKeyId: string,
): Promise<DynamoDbGateway> {
  const agent = new Agent(SOCKETS);
  const server = createServer((incoming, answer) => {
    void readBody(incoming).then(
      (body) => {
        const refusal = judge(incoming.headers, body, keys, place);
        if (refusal === undefined) {
          forward(target, agent, incoming, headersAs(ownerKeyId, incoming.headers), body, answer);
        } else {
          answer
            .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
            .end(JSON.stringify({ __type: refusal.type, Message: refusal.message }));
        }
      },
      () => answer.destroy(),
    );
  });
  // Requests take as long as the database lets them.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

/** The id of the access key in an Authorization header. */
const KEY_ID = /(?<=Credential=)[^/]+(?=\/)/;

function headersAs(keyId: string, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...headers, authorization: headers.authorization?.replace(KEY_ID, keyId) };
}

function judge(
  headers: IncomingHttpHeaders,
  body: Buffer,
  keys: readonly AccessKey[],
  place: Place,
): GatewayRefusal | undefined {
  const id = KEY_ID.exec(headers.authorization ?? '')?.[0];
  const key = keys.find(({ accessKeyId }) => accessKeyId === id);
  if (key?.session === undefined || key.sessionToken !== headers['x-amz-security-token']) {
    return INVALID_KEY;
  }
  const [, operation = ''] = String(headers['x-amz-target']).split('.');
  try {
    for (const { action, resource } of permissionsOf(operation, JSON.parse(body.toString()) as object, place)) {
      key.session.require(action, resource);
    }
    return undefined;
  } catch (error) {
    if (error instanceof AccessDenied) {
      return { type: 'com.amazon.coral.service#AccessDeniedException', message: error.message };
    }
    if (error instanceof NotJudged) {
      return { type: 'com.amazon.coral.service#UnknownOperationException', message: error.message };
    }
    return {
      type: 'com.amazon.coral.service#SerializationException',
      message: 'The request is no JSON object of DynamoDB.',
    };
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Whatever happens on one side happens on the other: an answer that is cut off, or nobody waiting for it any more. */
function forward(
  target: string,
  agent: Agent,
  incoming: IncomingMessage,
  headers: IncomingHttpHeaders,
  body: Buffer,
  answer: ServerResponse,
): void {
  const { hostname, port } = new URL(target);
  const { method, url: path } = incoming;
  const outgoing = request({ hostname, port, method, path, headers, agent }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.once('error', () => answer.destroy());
    reply.pipe(answer);
  });
  outgoing.on('error', () => answer.destroy());
  answer.once('close', () => outgoing.destroy());
  outgoing.end(body);
}
