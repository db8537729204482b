import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalError, startDynamoDb } from 'appsync-local';
import { numberFrom, wholeNumberFrom } from '../../tools/frame/argument.ts';
import { defineTool, notDone, runTool } from '../../tools/frame/tool.ts';
import { UsageError } from '../../tools/frame/usageError.ts';
import { synthesise } from '../../tools/start/synthesise.ts';
import { startChaos, type Chaos } from './chaos/chaos.ts';
import { CIRCUMSTANCES } from './chaos/profiles.ts';
import { describeTally, newTally, type Tally } from './chaos/tally.ts';
import { torment } from './chaos/torment.ts';
import type { Guard } from './guards/guard.ts';
import { GUARDS } from './guards/guards.ts';
import { describeRemovals, removeGuards, type Intact } from './guards/removeGuard.ts';
import { buildVariant } from './variant.ts';

/**
 * `npm run torture`: histories with all faults for so many minutes, then every guard taken out once. Exit codes: 0 no
 * violation and every guard missed, 1 a violation or a guard that nothing misses, 2 wrongly called or broken off.
 */
const command = defineTool(
  'torture',
  'check histories under conflicts, throttles, lost answers, errors, stalls and kills, and every guard’s negative control',
)
  .option('--minutes <number>', 'how long to make histories', numberFrom(0, 10_000), 30)
  .option(
    '--seed <number>',
    'repeats the calls and circumstances of a run',
    wholeNumberFrom(0, Number.MAX_SAFE_INTEGER),
    Date.now() % 2 ** 31,
  )
  .option('--no-guards', 'leave out the negative controls')
  .option(
    '--without <guard>',
    'make histories on a build without this guard (as the table names it), and leave out the negative controls',
  );

await runTool(
  command,
  async ({ minutes, seed, guards, without }) => {
    const missing = without === undefined ? undefined : guardCalled(without);
    console.log(`torture for ${minutes} minutes, seed ${seed} (repeat with --seed ${seed})`);
    const tally = newTally();
    const stateDir = await mkdtemp(join(tmpdir(), 'torture-'));
    const database = await startDynamoDb({ stateDir, inMemory: true });
    try {
      const assemblyDir = await synthesise(process.cwd(), join(stateDir, 'cdk.out'), new AbortController().signal);
      const intact = { assemblyDir, dynamodb: database };
      await makeHistories({ intact, missing, minutes, seed, tally });
      const uncaught = guards && missing === undefined ? await countUncaught(intact, seed, tally) : 0;
      console.log(`\nseed ${seed}\n${describeTally(tally)}`);
      return tally.violations + uncaught > 0 ? 1 : 0;
    } finally {
      await database.close();
      await rm(stateDir, { recursive: true, force: true });
    }
  },
  notDone(LocalError),
);

function guardCalled(wanted: string): Guard {
  const guard = GUARDS.find(({ name }) => name === wanted);
  if (guard === undefined) {
    throw new UsageError(`There is no guard "${wanted}". There are:\n${GUARDS.map(({ name }) => name).join('\n')}`);
  }
  return guard;
}

interface Histories {
  intact: Intact;
  missing: Guard | undefined;
  minutes: number;
  seed: number;
  tally: Tally;
}

/** Torments two builds side by side, which spell and refuse as differently as AWS may, and prints what it finds. */
async function makeHistories({ intact, missing, minutes, seed, tally }: Histories): Promise<void> {
  const { dynamodb, assemblyDir: original } = intact;
  const { assemblyDir, remove } = await buildVariant(original, missing?.edits ?? []);
  const chaoses: Chaos[] = [];
  const progress = setInterval(
    () => console.log(`${tally.histories} histories, ${tally.violations} violations`),
    60_000,
  ).unref();
  try {
    const slow = { seed, speed: 0.2, reasonSpelling: 'ConditionalCheckFailed' } as const;
    chaoses.push(await startChaos(assemblyDir, dynamodb, slow, tally));
    const fast = {
      seed: seed + 1,
      speed: 0,
      reasonSpelling: 'ConditionCheckFailed',
      refusesLateTransactions: true,
    } as const;
    chaoses.push(await startChaos(assemblyDir, dynamodb, fast, tally));
    const until = Date.now() + minutes * 60_000;
    const torments = chaoses.map((chaos, n) => torment(chaos, CIRCUMSTANCES, seed + n, until));
    await Promise.allSettled(torments);
    const findings = await Promise.all(torments);
    findings.filter((finding) => finding !== null).forEach((finding) => console.log(`\nviolation:\n${finding}`));
  } finally {
    clearInterval(progress);
    await Promise.all(chaoses.map((chaos) => chaos.close()));
    await remove();
  }
}

/** Takes every guard out, prints which are missed, and says how many are not. */
async function countUncaught(intact: Intact, seed: number, tally: Tally): Promise<number> {
  console.log(
    `${tally.histories} histories, ${tally.violations} violations; now ${GUARDS.length} builds, each without a guard`,
  );
  const removals = await removeGuards(intact, GUARDS, seed);
  const uncaught = removals.filter(({ caughtBy }) => caughtBy === null).length;
  console.log(
    `\n${describeRemovals(removals)}\n\n${removals.length - uncaught} of ${removals.length} guards caught when taken out`,
  );
  return uncaught;
}
