import type { StreamBlueprint } from '../assembly/blueprint.ts';
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
  const require = (action: string, resource: string, message: string): void => {
    try {
      session.require(action, resource);
    } catch (error) {
      if (error instanceof AccessDenied) {
        throw new AssemblyError(`${logicalId}: ${message} (${error.message})`);
      }
      throw error;
    }
  };
  const please =
    'Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.';
  for (const action of READ) {
    require(`dynamodb:${action}`, streamArn, `Cannot access stream ${streamArn}. ${please}`);
  }
  if (deadLetterQueueArn === undefined) {
    return;
  }
  require('sqs:SendMessage', deadLetterQueueArn, 'The provided execution role does not have permissions to call SendMessage on SQS');
}
