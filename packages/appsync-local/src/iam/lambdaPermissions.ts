import type { LambdaBlueprint, StreamBlueprint } from '../assembly/blueprint.ts';
import { AssemblyError } from '../assembly/types.ts';
import { AccessDenied, type Session } from './session.ts';

const READ = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'];

/**
 * Throws AssemblyError, in Lambda's words, unless the function's role permits what an event source mapping does:
 * reading the stream, and writing to its on-failure queue. Lambda refuses to create a mapping otherwise, so a
 * deployment would fail.
 */
export function requireStreamAccess(
  { logicalId, streamArn, deadLetterQueueArn }: StreamBlueprint,
  session: Session,
): void {
  const please =
    'Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.';
  for (const action of READ) {
    requireAccess(
      session,
      `dynamodb:${action}`,
      streamArn,
      `${logicalId}: Cannot access stream ${streamArn}. ${please}`,
    );
  }
  requireDeadLetterAccess({ logicalId, deadLetterQueueArn }, session);
}

/** Throws AssemblyError, in Lambda's words, unless the role permits writing to the queue of dead letters, if any. */
export function requireDeadLetterAccess(
  { logicalId, deadLetterQueueArn }: Pick<LambdaBlueprint, 'logicalId' | 'deadLetterQueueArn'>,
  session: Session,
): void {
  if (deadLetterQueueArn !== undefined) {
    const message = 'The provided execution role does not have permissions to call SendMessage on SQS';
    requireAccess(session, 'sqs:SendMessage', deadLetterQueueArn, `${logicalId}: ${message}`);
  }
}

function requireAccess(session: Session, action: string, resource: string, message: string): void {
  try {
    session.require(action, resource);
  } catch (error) {
    throw error instanceof AccessDenied ? new AssemblyError(`${message} (${error.message})`) : error;
  }
}
