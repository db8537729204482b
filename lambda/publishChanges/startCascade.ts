import type { LambdaClient } from '@aws-sdk/client-lambda';
import { startTask } from '../cascade/startTask.ts';
import type { Task } from '../cascade/task.ts';

/**
 * Has a task begun by the function that it is for. Whoever is deleted takes a minute: that waits in a function of its
 * own, so that nobody who is to be told waits for it.
 * @throws the SDK's error if Lambda has not taken it for certain
 */
export function startCascade(
  client: LambdaClient,
  { cascade, eraseUsers }: { cascade: string; eraseUsers: string },
): (task: Task) => Promise<void> {
  const [start, startErasing] = [startTask(client, cascade), startTask(client, eraseUsers)];
  return (task) => (task.operation === 'erase' ? startErasing : start)(task);
}
