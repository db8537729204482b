import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { signedPost, type Signer } from './signedPost.ts';

/** The queue has not taken a letter. */
class LetterNotSent extends Error {
  override readonly name = 'LetterNotSent';
}

/**
 * Puts records among the dead letters by SQS's SendMessage (its JSON protocol). The body is an event for this very
 * function: invoking it with the body delivers the record again (docs/runbook.md#deadletters).
 * @param endpoint where SQS is, if not where the queue's URL says
 * @throws LetterNotSent, TimeoutError, or TypeError if there is no connection
 */
export function sendLetter(
  queueUrl: string,
  signer: Signer,
  endpoint = queueUrl,
): (record: DynamoDBRecord) => Promise<void> {
  const post = signedPost(endpoint, 'sqs', signer, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.SendMessage',
  });
  return async (record) => {
    const event: DynamoDBStreamEvent = { Records: [record] };
    const { status, text } = await post(JSON.stringify({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event) }));
    if (status !== 200) {
      throw new LetterNotSent(`HTTP ${status}: ${text}`);
    }
  };
}
