/** Entry of `npm run torture`: histories with all faults for so many minutes, then every guard taken out once. Exit code 1 on a violation. */
import { Command } from 'commander';
import { startChaos } from './chaos/chaos.ts';
import { CIRCUMSTANCES } from './chaos/profiles.ts';
import { describeTally, newTally } from './chaos/tally.ts';
import { torment } from './chaos/torment.ts';
import { GUARDS } from './guards/guards.ts';
import { describeRemovals, removeGuard, type Removal } from './guards/removeGuard.ts';
import { startDatabase } from './stage/startStage.ts';
import { buildVariant } from './variant.ts';

const { minutes, seed, guards } = new Command('torture')
  .description('check histories under conflicts, throttles, lost answers, errors, stalls and kills, and every guard’s negative control')
  .option('--minutes <number>', 'how long to make histories', Number, 30)
  .option('--seed <number>', 'repeats the calls and circumstances of a run', Number, Date.now() % 2 ** 31)
  .option('--no-guards', 'leave out the negative controls')
  .parse()
  .opts<{ minutes: number; seed: number; guards: boolean }>();

console.log(`torture for ${minutes} minutes, seed ${seed} (repeat with --seed ${seed})`);
const tally = newTally();
const database = await startDatabase();
const build = await buildVariant([]);
const until = Date.now() + minutes * 60_000;
const chaoses = [
  await startChaos(build.assemblyDir, database, { seed, speed: 0.2, reasonSpelling: 'ConditionalCheckFailed' }, tally),
  await startChaos(build.assemblyDir, database, { seed: seed + 1, speed: 0, reasonSpelling: 'ConditionCheckFailed', refusesLateTransactions: true }, tally),
];
const progress = setInterval(() => console.log(`${tally.histories} histories, ${tally.violations} violations`), 60_000).unref();
const findings = await Promise.all(chaoses.map((chaos, n) => torment(chaos, CIRCUMSTANCES, seed + n, until)));
clearInterval(progress);
await Promise.all(chaoses.map((chaos) => chaos.close()));

const removals: Removal[] = [];
for (const guard of guards ? GUARDS : []) {
  removals.push(await removeGuard(database, guard));
}
await build.remove();
await database.close();

const found = findings.flatMap((finding) => finding ?? []);
const uncaught = removals.filter(({ caughtBy }) => caughtBy === null);
found.forEach((finding) => console.log(`\nviolation:\n${finding}`));
if (guards) {
  console.log(`\n${describeRemovals(removals)}\n\n${removals.length - uncaught.length} of ${removals.length} guards caught when taken out`);
}
console.log(`\nseed ${seed}\n${describeTally(tally)}`);
process.exitCode = found.length + uncaught.length + tally.violations > 0 ? 1 : 0;
