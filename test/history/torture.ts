/**
 * Entry of `npm run torture`: histories with all faults for so many minutes, then every guard taken out once. Exit code
 * 1 on a violation, or on a guard that nothing misses.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { startChaos } from './chaos/chaos.ts';
import { CIRCUMSTANCES } from './chaos/profiles.ts';
import { describeTally, newTally } from './chaos/tally.ts';
import { torment } from './chaos/torment.ts';
import { GUARDS } from './guards/guards.ts';
import { describeRemovals, removeGuards } from './guards/removeGuard.ts';
import { startDynamoDb } from 'appsync-local';
import { buildVariant } from './variant.ts';

const { minutes, seed, guards, without } = new Command('torture')
  .description(
    'check histories under conflicts, throttles, lost answers, errors, stalls and kills, and every guard’s negative control',
  )
  .option('--minutes <number>', 'how long to make histories', toNumber, 30)
  .option('--seed <number>', 'repeats the calls and circumstances of a run', toNumber, Date.now() % 2 ** 31)
  .option('--no-guards', 'leave out the negative controls')
  .option(
    '--without <guard>',
    'make histories on a build without this guard (as the table names it), and leave out the negative controls',
  )
  .parse()
  .opts<{ minutes: number; seed: number; guards: boolean; without?: string }>();

const missing = GUARDS.find(({ name }) => name === without);
if (without !== undefined && missing === undefined) {
  console.error(`There is no guard "${without}". There are:\n${GUARDS.map(({ name }) => name).join('\n')}`);
  process.exit(2);
}
console.log(`torture for ${minutes} minutes, seed ${seed} (repeat with --seed ${seed})`);
const tally = newTally();
const stateDir = await mkdtemp(join(tmpdir(), 'torture-'));
const database = await startDynamoDb({ stateDir, inMemory: true });
const build = await buildVariant(missing?.edits ?? []);
const chaoses = [
  await startChaos(build.assemblyDir, database, { seed, speed: 0.2, reasonSpelling: 'ConditionalCheckFailed' }, tally),
  await startChaos(
    build.assemblyDir,
    database,
    { seed: seed + 1, speed: 0, reasonSpelling: 'ConditionCheckFailed', refusesLateTransactions: true },
    tally,
  ),
];
const until = Date.now() + minutes * 60_000;
const progress = setInterval(
  () => console.log(`${tally.histories} histories, ${tally.violations} violations`),
  60_000,
).unref();
const torments = chaoses.map((chaos, n) => torment(chaos, CIRCUMSTANCES, seed + n, until));
await Promise.allSettled(torments);
clearInterval(progress);
await Promise.all(chaoses.map((chaos) => chaos.close()));
await build.remove();
const findings = await Promise.all(torments);
findings.filter((finding) => finding !== null).forEach((finding) => console.log(`\nviolation:\n${finding}`));

let uncaught = 0;
if (guards && without === undefined) {
  console.log(
    `${tally.histories} histories, ${tally.violations} violations; now ${GUARDS.length} builds, each without a guard`,
  );
  const removals = await removeGuards(database, GUARDS, seed);
  uncaught = removals.filter(({ caughtBy }) => caughtBy === null).length;
  console.log(
    `\n${describeRemovals(removals)}\n\n${removals.length - uncaught} of ${removals.length} guards caught when taken out`,
  );
}
await database.close();
await rm(stateDir, { recursive: true, force: true });
console.log(`\nseed ${seed}\n${describeTally(tally)}`);
process.exitCode = tally.violations + uncaught > 0 ? 1 : 0;

function toNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('Not a number.');
  }
  return Number(text);
}
