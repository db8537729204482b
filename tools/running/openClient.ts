import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsAccessKeyId } from '../frame/environment.ts';

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A client of DynamoDB: at `endpoint` if given, where a DynamoDB Local on this machine needs no credentials; it may
 * have the tables of each access key apart. The client makes one attempt per call: a pace, which must see every
 * refusal, makes the others.
 */
export function openClient({ endpoint, region }: { endpoint?: string; region?: string }): DynamoDBClient {
  const accessKeyId = awsAccessKeyId() ?? 'local';
  const isLocal = endpoint !== undefined && LOCAL_HOSTS.includes(new URL(endpoint).hostname);
  const local = isLocal
    ? { region: region ?? 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'local' } }
    : {};
  const requestHandler = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };
  return new DynamoDBClient({
    endpoint,
    maxAttempts: 1,
    requestHandler,
    ...(region === undefined ? {} : { region }),
    ...local,
  });
}
