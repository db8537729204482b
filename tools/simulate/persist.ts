import { setTimeout as sleep } from 'node:timers/promises';
import { growingPauseMs } from '../../lambda/growingPause.ts';
import type { Ask, FieldReply } from './connect.ts';
import type { Tally } from './tally.ts';

const TRIES = 6;
const FIRST_PAUSE_MS = 400;
const MAX_PAUSE_MS = 6_400;

/**
 * Repeats the same call while it is busy or lost, with growing pauses. A registration's clientRequestId makes that
 * safe.
 */
export async function persist(
  ask: Ask,
  query: string,
  variables: Record<string, unknown>,
  tally: Tally,
): Promise<FieldReply & { isRepeated: boolean }> {
  for (let tries = 1; ; tries += 1) {
    const reply = await ask(query, variables);
    if (reply.errorType !== null) {
      tally.countError(reply.errorType);
    }
    if (!isOpen(reply) || tries === TRIES) {
      return { ...reply, isRepeated: tries > 1 };
    }
    tally.retries += 1;
    await sleep(growingPauseMs(FIRST_PAUSE_MS, MAX_PAUSE_MS, tries - 1) * (0.5 + Math.random()));
  }
}

/** Whether another try may bring another answer. */
export function isOpen({ errorType }: FieldReply): boolean {
  return (
    errorType !== null &&
    (['Busy', 'InternalError', 'ExecutionTimeout', 'no connection', 'HTTP 429'].includes(errorType) ||
      /^HTTP 5/.test(errorType))
  );
}
