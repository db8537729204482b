import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Task } from './task.ts';

/**
 * Has a function in the background begin a task, or go on with it, and does not wait for the end: Lambda keeps the
 * invocation and repeats it (Lambda Developer Guide, "Invoking a Lambda function asynchronously").
 * @throws the SDK's error if Lambda has not taken it for certain
 */
export function startTask(client: LambdaClient, functionName: string): (task: Task) => Promise<void> {
  return async (task) => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(task)),
      }),
    );
  };
}
