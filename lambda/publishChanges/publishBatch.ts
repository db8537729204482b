import type { DynamoDBRecord } from 'aws-lambda';
import { growingPauseMs } from '../growingPause.ts';
import { HealingFailed } from './invokeFillSeats.ts';
import { OutOfTime } from './outOfTime.ts';
import { performQueues } from './performQueues.ts';
import { planBatch, type Step } from './planBatch.ts';
import { outgoing } from './putEvent.ts';
import { isUnanswered } from './postMutation.ts';
import { readChange } from './readChange.ts';
import { idsOf, reportDone } from './reportDone.ts';
import { setFailuresAside } from './setFailuresAside.ts';
import type { Surroundings } from './surroundings.ts';
import { suspectOf } from './suspects.ts';

/**
 * Tries of one message, with full jitter of up to 100, 200 and 400 ms between them; one where its event failed a moment
 * ago. After that it is set aside, or it is the stream's turn to repeat.
 */
const TRIES = 4;
/** No try begins later than this after the first, for a try without an answer takes 2 s: such a message has two. */
const TRYING_MS = 3_000;
const BASE_MS = 100;
/** The function that settles has 29 s for a call. */
const HEALING_MS = 25_000;

/**
 * Publishes what the records of the stream tell, puts it on the bus for the world outside, and heals events that have free seats beside people waiting.
 * Delivering records again, or in another order, is harmless: every message is a state or a numbered change, of which
 * clients drop what is not newer, and healing looks at the event as it is.
 * What fails for itself alone is set aside, so that no event waits for another's.
 * @param deadlineMs epoch milliseconds after which nothing new is tried
 * @returns the index of the first record that failed, null if none did
 */
export async function publishBatch(
  surroundings: Surroundings,
  records: DynamoDBRecord[],
  deadlineMs: number,
): Promise<number | null> {
  const { report } = surroundings;
  const changes = records.map(readChange);
  const setAside = new Set<number>();
  const setFailureAside = setFailuresAside(surroundings, records, setAside);
  const unanswered: Unanswered = new Map();
  const failedAt = await performQueues(
    planBatch(changes),
    (step) => performStep(surroundings, records, step, deadlineMs, unanswered),
    async (step, error) => {
      report.count('PublishFailures');
      const reason = error instanceof Error ? error.name : typeof error;
      const what = step.kind === 'publish' ? step.announcement.field : step.kind;
      const ids = idsOf(changes[step.index], records[step.index]);
      const isSetAside = await setFailureAside(step, error);
      const fate = isSetAside ? 'is set aside' : 'will be delivered again';
      report.warn(`A change is not published and ${fate}`, { step: what, reason, ...ids }, error);
      return isSetAside;
    },
  );
  reportDone(report, records, changes, { failedAt, setAside });
  return failedAt;
}

/** The failures of this invocation that took the whole time of a try, by `suspectOf`. */
type Unanswered = Map<string, unknown>;

async function performStep(
  surroundings: Surroundings,
  records: DynamoDBRecord[],
  step: Step,
  deadlineMs: number,
  unanswered: Unanswered,
): Promise<void> {
  const { publish, putEvent, heal, startCascade, clock, report } = surroundings;
  if (step.kind === 'publish') {
    await send(surroundings, step, deadlineMs, unanswered, () => publish(step.announcement));
    report.count('Published');
    return;
  }
  const record = records[step.index];
  if (step.kind === 'emit' && record !== undefined) {
    await send(surroundings, step, deadlineMs, unanswered, () => putEvent(outgoing(step.event, record)));
    report.count('Emitted');
    return;
  }
  checkTime(clock, deadlineMs);
  if (step.kind === 'cascade') {
    await startCascade(step.task);
    return;
  }
  if (step.kind !== 'heal') {
    return;
  }
  const fullMs = clock.nowMs() + HEALING_MS;
  try {
    const promoted = await heal(step.eventId, Math.min(fullMs, deadlineMs));
    if (promoted > 0) {
      report.count('Healed', promoted);
    }
  } catch (error) {
    throw error instanceof HealingFailed && deadlineMs < fullMs ? new OutOfTime(error.message) : error;
  }
}

/** What was set aside and has no answer again is not tried for the rest of the batch: many would add up. */
async function send(
  { suspects, clock }: Surroundings,
  step: Step,
  deadlineMs: number,
  unanswered: Unanswered,
  attempt: () => Promise<void>,
): Promise<void> {
  const suspect = suspectOf(step);
  const isSuspect = suspects.has(suspect, clock.nowMs());
  if (isSuspect && unanswered.has(suspect)) {
    throw unanswered.get(suspect);
  }
  try {
    await persist(clock, deadlineMs, isSuspect ? 1 : TRIES, attempt);
  } catch (error) {
    if (isUnanswered(error)) {
      unanswered.set(suspect, error);
    }
    throw error;
  }
}

/** Tries again, briefly, after any failure: most failures pass, and the others lose little time. */
async function persist(
  clock: Surroundings['clock'],
  deadlineMs: number,
  maxTries: number,
  attempt: () => Promise<void>,
): Promise<void> {
  const lastMs = clock.nowMs() + TRYING_MS;
  for (let tries = 1; ; tries += 1) {
    checkTime(clock, deadlineMs);
    try {
      return await attempt();
    } catch (error) {
      if (tries === maxTries || clock.nowMs() >= lastMs) {
        throw error;
      }
    }
    await clock.sleep(clock.random() * growingPauseMs(BASE_MS, Infinity, tries - 1));
  }
}

function checkTime(clock: Surroundings['clock'], deadlineMs: number): void {
  if (clock.nowMs() >= deadlineMs) {
    throw new OutOfTime('No time is left in this invocation.');
  }
}
