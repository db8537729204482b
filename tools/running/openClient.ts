import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isOnThisMachine } from '../frame/api/localAddress.ts';
import { awsAccessKeyId } from '../frame/environment.ts';
import { UsageError } from '../frame/usageError.ts';

/** A free connection is closed before the other side does so, maybe at the moment of the next request. */
const SOCKETS = { keepAlive: true, timeout: 20_000 };

export interface ClientOptions {
  endpoint?: string;
  region?: string;
  /** Whose tables; those of the environment if left out. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/**
 * A client of DynamoDB: at `endpoint` if given. A DynamoDB Local on this machine has the tables of each access key
 * apart, and asks for no secret: `local` is the key there if neither caller nor environment has one. The client makes
 * one attempt per call: a pace, which must see every refusal, makes the others.
 * @throws UsageError if neither caller nor environment says which region, and whose tables
 */
export async function openClient({ endpoint, region, credentials }: ClientOptions): Promise<DynamoDBClient> {
  const isLocal = endpoint !== undefined && isOnThisMachine(endpoint);
  const local = isLocal
    ? {
        region: region ?? 'us-east-1',
        credentials: credentials ?? { accessKeyId: awsAccessKeyId() ?? 'local', secretAccessKey: 'local' },
      }
    : {};
  const client = new DynamoDBClient({
    endpoint,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      httpAgent: SOCKETS,
      httpsAgent: SOCKETS,
    },
    ...(region === undefined ? {} : { region }),
    ...local,
  });
  await client.config.region().catch(() => {
    throw new UsageError('no AWS region is named: name it with --region, or by AWS_REGION');
  });
  await client.config.credentials().catch(({ message }: Error) => {
    throw new UsageError(`there are no AWS credentials: ${message}`);
  });
  return client;
}
