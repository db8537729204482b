import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalError } from 'appsync-local';
import { SingleBar } from 'cli-progress';
import { wholeNumberFrom } from '../../../../tools/frame/argument.ts';
import { defineTool, notDone, runTool } from '../../../../tools/frame/tool.ts';
import { synthesise } from '../../../../tools/start/synthesise.ts';
import { describeReport, runFuzz } from './runFuzz.ts';

const MAX_VIOLATIONS_SHOWN = 100;

/**
 * `npm run fuzz`: any number of cases against a server in a process of its own. Exit codes: 0 every answer was right,
 * 1 a violation, 2 wrongly called or broken off.
 */
const command = defineTool('fuzz', 'send the API malformed and hostile requests, and check every answer')
  .option('--count <number>', 'how many requests', wholeNumberFrom(0, Number.MAX_SAFE_INTEGER), 5_000)
  .option(
    '--seed <number>',
    'repeats the requests of a run',
    wholeNumberFrom(0, Number.MAX_SAFE_INTEGER),
    Date.now() % 2 ** 31,
  );

await runTool(
  command,
  async ({ count, seed }) => {
    console.log(`${count} requests, seed ${seed} (repeat with --seed ${seed})`);
    const assemblyDir = await mkdtemp(join(tmpdir(), 'fuzz-cdk-'));
    const bar = new SingleBar({ format: '{bar} {value}/{total} {eta_formatted}' });
    try {
      await synthesise(process.cwd(), assemblyDir, new AbortController().signal);
      bar.start(count, 0);
      const report = await runFuzz({ assemblyDir, count, seed, onProgress: (done) => bar.update(done) });
      bar.stop();
      console.log(describeReport(report));
      report.violations.slice(0, MAX_VIOLATIONS_SHOWN).forEach((violation) => console.log(`\n${violation}`));
      return report.violations.length > 0 ? 1 : 0;
    } finally {
      bar.stop();
      await rm(assemblyDir, { recursive: true, force: true });
    }
  },
  notDone(LocalError),
);
