import { setTimeout as sleep } from 'node:timers/promises';
import {
  startFaultyDynamoDb,
  type FaultName,
  type FaultyDynamoDb,
  type FaultyDynamoDbOptions,
} from 'dynamodb-contention';
import { timestampOf } from '../../../domain/timestamp.ts';
import { contradictions } from '../crowd/answersAgree.ts';
import { untrueAnswers } from '../crowd/answersTrue.ts';
import { EventRecord } from '../crowd/eventRecord.ts';
import { History } from '../history.ts';
import type { Rules } from '../linearize.ts';
import { Play, WrongAnswer } from '../play.ts';
import type { Program } from '../program.ts';
import { eventsAtRest } from '../eventsAtRest.ts';
import { listsAtRest } from '../listsAtRest.ts';
import { runProgram } from '../runProgram.ts';
import { Cascades } from './cascades.ts';
import { startStage, type Stage } from '../stage/startStage.ts';
import { untilIdle } from '../stage/untilIdle.ts';
import { faultsOf, mayLoseAnswers, type Circumstances } from './profiles.ts';
import type { Tally } from './tally.ts';

/** An API on a DynamoDB that misbehaves, whose Lambda gets killed. */
export interface Chaos {
  stage: Stage;
  proxy: FaultyDynamoDb;
  /** Runs something under circumstances, and returns once everything has come to rest. */
  during(circumstances: Circumstances, run: () => Promise<void>): Promise<void>;
  /**
   * A whole history: its beginning in peace, its calls not.
   * @returns what is wrong with it, and the history
   * @throws Error if it could not be played or judged
   */
  history(
    id: string,
    people: readonly string[],
    program: Program,
    circumstances: Circumstances,
  ): Promise<{ violations: string[]; play: Play }>;
  close(): Promise<void>;
}

const QUIET: Circumstances = { profile: 'nothing', killsAtMs: [] };

/** @param tally counts what is done and injected here */
export async function startChaos(
  assemblyDir: string,
  dynamodb: { endpoint: string },
  options: Pick<FaultyDynamoDbOptions, 'seed' | 'speed' | 'reasonSpelling' | 'refusesLateTransactions'>,
  tally: Tally,
): Promise<Chaos> {
  let record = new EventRecord(new History());
  const proxy = await startFaultyDynamoDb({
    ...options,
    target: dynamodb.endpoint,
    staleReads: 0.2,
    onWrite: () => record.onWrite(),
  });
  const stage = await startStage({ assemblyDir, dynamodb, inFront: proxy });
  const chaos: Chaos = {
    stage,
    proxy,
    async during(circumstances, run) {
      proxy.setFaults(faultsOf(circumstances, options.speed ?? 0));
      const kills = new AbortController();
      const killing = circumstances.killsAtMs.map((ms) => killLambda(stage, ms, kills.signal, tally));
      try {
        await run();
      } finally {
        kills.abort();
        await Promise.all(killing);
        proxy.setFaults({});
        await untilIdle(proxy);
        proxy.settle();
      }
    },
    async history(id, people, program, circumstances) {
      const play = new Play(stage, id, people);
      const cascades = new Cascades(stage, assemblyDir, play);
      record = new EventRecord(play.history);
      const violations: string[] = [];
      proxy.resetStats();
      try {
        await chaos.during(QUIET, () => play.given(...program.beginning));
        await cascades.prepare(program.clients.flat().map(({ operation }) => operation));
        await sendToLane(stage, play, circumstances.inLaneMs ?? 0);
        await chaos.during(circumstances, async () => {
          await runProgram(play, program, (operation, outcome) => cascades.begin(operation, outcome));
          await cascades.rest(() => killAll(stage.running.lambdaPids(), tally));
        });
      } catch (error) {
        if (!(error instanceof WrongAnswer)) {
          throw error;
        }
        violations.push(error.message);
      }
      const { calls } = play.history;
      count(proxy, tally);
      const { surprises } = proxy.stats();
      tally.histories += 1;
      tally.operations += calls.length;
      tally.busyNone += calls.filter(({ outcome }) => outcome.kind === 'nothing').length;
      tally.busyUnknown += calls.filter(({ outcome }) => outcome.kind === 'unknown').length;
      if (violations.length === 0) {
        const under = (rules: Rules) => (isSmall(program) ? play.violations(rules) : judgeLarge(play, record, rules));
        violations.push(
          ...(await judge(under, circumstances, tally)),
          ...(await play.leftTickets(({ state }) => state !== 'ASKED' && !isQuiet(circumstances))),
          ...(await listsAtRest(stage, play.ids, await play.items())),
        );
        violations.push(...(await cascades.finish(tally)));
        violations.push(...eventsAtRest(await stage.committed.of(play.ids.eventId), await play.items()));
      }
      if (surprises > 0) {
        violations.push(`${surprises} transactions that the proxy had judged to pass were refused by DynamoDB Local`);
      }
      tally.violations += violations.length;
      return { violations, play };
    },
    async close() {
      await stage.close();
      await proxy.close();
    },
  };
  return chaos;
}

/** Sends everybody to the lane of the event, if there is one, for so long. */
async function sendToLane({ storage }: Stage, play: Play, ms: number): Promise<void> {
  const event = (await play.items()).find(({ entityType }) => entityType === 'Event');
  if (event !== undefined && ms > 0) {
    await storage.put({ ...event, laneUntil: timestampOf(new Date(Date.now() + ms).toISOString()) });
  }
}

/** Whether nothing goes wrong, so that everybody takes their ticket away who knows what has become of it. */
function isQuiet({ profile, killsAtMs }: Circumstances): boolean {
  return profile === 'nothing' && killsAtMs.length === 0;
}

/** Few enough calls to search for an order. */
function isSmall({ clients }: Program): boolean {
  return clients.flat().length <= 13;
}

/**
 * Strictly at first; then, where answers can get lost, with effects that the Lambda cannot know to be repeated
 * (`mayRepeat`).
 */
async function judge(
  under: (rules: Rules) => Promise<string[]>,
  circumstances: Circumstances,
  tally: Tally,
): Promise<string[]> {
  const strictly = await under({ mayRepeat: false });
  if (strictly.length === 0 || !mayLoseAnswers(circumstances)) {
    return strictly;
  }
  const violations = await under({ mayRepeat: true });
  tally.repeatedEffects += violations.length === 0 ? 1 : 0;
  return violations;
}

async function judgeLarge(play: Play, record: EventRecord, rules: Rules): Promise<string[]> {
  const items = await play.items();
  const registrations = items.filter(({ entityType }) => entityType === 'Registration');
  const people = new Set(registrations.map(({ userId }) => play.ids.shortName(String(userId))));
  const { calls } = play.history;
  const untrue = untrueAnswers(calls, record.moments(items, play.ids));
  return [...(await play.violations(null)), ...contradictions(calls, people, rules), ...untrue];
}

async function killLambda({ running }: Stage, afterMs: number, signal: AbortSignal, tally: Tally): Promise<void> {
  await sleep(afterMs, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) {
    return;
  }
  killAll(running.lambdaPids(), tally);
}

function killAll(pids: readonly number[], tally: Tally): void {
  for (const pid of pids) {
    process.kill(pid, 'SIGKILL');
    tally.lambdaKills += 1;
  }
}

function count(proxy: FaultyDynamoDb, tally: Tally): void {
  const { faults, reasons, stale } = proxy.stats();
  for (const [name, times] of Object.entries(faults) as [FaultName, number][]) {
    tally.faults[name] = (tally.faults[name] ?? 0) + times;
  }
  tally.staleReads += stale;
  const injected = faults.rejectionStorm + faults.mixedReasons;
  tally.conflicts += Math.max(0, (reasons.TransactionConflict ?? 0) - injected);
}
