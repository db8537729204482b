import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { LocalError } from 'appsync-local';
import { numberFrom, wholeNumberFrom } from '../../../tools/frame/argument.ts';
import { defineTool, notDone, runTool } from '../../../tools/frame/tool.ts';
import { UsageError } from '../../../tools/frame/usageError.ts';
import type { Bench, Part } from './figures.ts';
import { textOf } from './report/print.ts';
import { writePage, writeResults } from './report/writeResults.ts';
import { synthesiseApp, withoutStream } from './stage/assembly.ts';
import { door } from './door.ts';
import { footprint } from './footprint.ts';
import { growth } from './growth.ts';
import { longCrowds } from './longCrowds.ts';
import { rush } from './rush.ts';
import { throughput } from './throughput.ts';
import { usualWay } from './usualWay.ts';
import { wire } from './wire/wire.ts';

const PARTS: Record<string, (bench: Bench) => Promise<Part>> = {
  a: throughput,
  b: usualWay,
  c: wire,
  d: growth,
  e: rush,
  f: footprint,
  g: longCrowds,
  h: door,
};

/**
 * `npm run bench`: measures, prints as it goes, and writes docs/performance.md. Exit codes: 0 measured, 2 wrongly
 * called, or something could not be measured.
 */
const command = defineTool('bench', 'measure how fast and how cheap the API is')
  .option('--only <parts>', 'some of the parts, as in "ac"', Object.keys(PARTS).join(''))
  .option(
    '--scale <number>',
    'how much is measured; less than 1 only shows that it works, and writes nothing',
    numberFrom(0, 100),
    1,
  )
  .option('--seed <number>', 'where random values come from', wholeNumberFrom(0, Number.MAX_SAFE_INTEGER), 1)
  .option('--page', 'measures nothing: writes the page anew from the last results');

await runTool(command, (options) => (options.page ? writePage() : measureAll(options)), notDone(LocalError));
// What a part has left open holds nobody up.
process.exit();

async function measureAll({ only, scale, seed }: { only: string; scale: number; seed: number }): Promise<void> {
  const chosen = [...only].map(partCalled);
  const beganAt = Date.now();
  const assemblyDir = await synthesiseApp();
  const plainAssemblyDir = withoutStream(assemblyDir);
  try {
    const parts: Part[] = [];
    for (const measure of chosen) {
      const part = await measure({ assemblyDir, plainAssemblyDir, scale, seed });
      console.log(textOf(part));
      parts.push({ ...part, measuredAt: new Date().toISOString() });
    }
    const minutes = (Date.now() - beganAt) / 60_000;
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}`;
    console.log(`\n${machine}; ${minutes.toFixed(1)} minutes`);
    if (scale === 1) {
      await writeResults(machine, parts);
    }
  } finally {
    [assemblyDir, plainAssemblyDir].forEach((directory) => rmSync(directory, { recursive: true, force: true }));
  }
}

function partCalled(id: string): (bench: Bench) => Promise<Part> {
  const measure = PARTS[id];
  if (measure === undefined) {
    throw new UsageError(`there is no part ${id}`);
  }
  return measure;
}
