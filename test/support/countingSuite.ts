import { startFaultyDynamoDb, type FaultyDynamoDb } from 'dynamodb-contention';
import { afterAll, inject } from 'vitest';
import { startSuite, type Suite } from './suite.ts';
import { NEVER_MS } from './world.ts';

/** A suite whose API's requests of DynamoDB can be counted and refused. */
export interface CountingSuite extends Suite {
  faulty: FaultyDynamoDb;
  /** The operations since the last call of this, in order. */
  takeOperations(): string[];
}

/** One API for all cases of the file that calls this. It reads no streams: all its requests are of a case's calls. */
export function startCountingSuite(): CountingSuite {
  const operations: string[] = [];
  const faulty = {} as FaultyDynamoDb;
  const suite = startSuite(async () => {
    const target = inject('dynamoDbEndpoint');
    const onRequest = (operation: string): void => void operations.push(operation);
    Object.assign(faulty, await startFaultyDynamoDb({ target, seed: 0, onRequest }));
    return { inFront: faulty, streamPollMs: NEVER_MS };
  });
  afterAll(() => faulty.close());
  return { ...suite, faulty, takeOperations: () => operations.splice(0) };
}
