/**
 * Entry of `npm run fuzz`: any number of cases against a server in a process of its own. Exit code 1 on a violation.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { synthesise } from '../../../../tools/start/synthesise.ts';
import { describeReport, runFuzz } from './runFuzz.ts';

const { count, seed } = new Command('fuzz')
  .description('send the API malformed and hostile requests, and check every answer')
  .option('--count <number>', 'how many requests', toWholeNumber, 5_000)
  .option('--seed <number>', 'repeats the requests of a run', toWholeNumber, Date.now() % 2 ** 31)
  .parse()
  .opts<{ count: number; seed: number }>();

console.log(`${count} requests, seed ${seed} (repeat with --seed ${seed})`);
const assemblyDir = await mkdtemp(join(tmpdir(), 'fuzz-cdk-'));
const bar = new SingleBar({ format: '{bar} {value}/{total} {eta_formatted}' });
try {
  await synthesise(process.cwd(), assemblyDir, new AbortController().signal);
  bar.start(count, 0);
  const report = await runFuzz({ assemblyDir, count, seed, onProgress: (done) => bar.update(done) });
  bar.stop();
  console.log(describeReport(report));
  report.violations.slice(0, 100).forEach((violation) => console.log(`\n${violation}`));
  process.exitCode = report.violations.length > 0 ? 1 : 0;
} finally {
  bar.stop();
  await rm(assemblyDir, { recursive: true, force: true });
}

function toWholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError('Not a whole number.');
  }
  return Number(text);
}
