import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { Command } from 'commander';
import type { Bench, Part } from './figures.ts';
import { textOf } from './report/print.ts';
import { writePage, writeResults } from './report/writeResults.ts';
import { synthesiseApp, withoutStream } from './stage/assembly.ts';
import { footprint } from './footprint.ts';
import { growth } from './growth.ts';
import { rush } from './rush.ts';
import { throughput } from './throughput.ts';
import { usualWay } from './usualWay.ts';
import { wire } from './wire.ts';

/**
 * `npm run bench`: measures, prints as it goes, and writes docs/performance.md. Ends with status 1 if something could
 * not be measured.
 */

const PARTS: Record<string, (bench: Bench) => Promise<Part>> = {
  a: throughput,
  b: usualWay,
  c: wire,
  d: growth,
  e: rush,
  f: footprint,
};

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const options = new Command('bench')
  .option('--only <parts>', 'some of the parts, as in "ac"', Object.keys(PARTS).join(''))
  .option(
    '--scale <number>',
    'how much is measured; less than 1 only shows that it works, and writes nothing',
    Number,
    1,
  )
  .option('--seed <number>', 'where random values come from', Number, 1)
  .option('--page', 'measures nothing: writes the page anew from the last results')
  .parse()
  .opts<{ only: string; scale: number; seed: number; page?: true }>();

if (options.page) {
  await writePage();
  process.exit(0);
}

const beganAt = Date.now();
const assemblyDir = await synthesiseApp();
const plainAssemblyDir = withoutStream(assemblyDir);
const parts: Part[] = [];
for (const id of options.only) {
  const measure = PARTS[id];
  if (measure === undefined) {
    throw new Error(`there is no part ${id}`);
  }
  const part = await measure({ assemblyDir, plainAssemblyDir, scale: options.scale, seed: options.seed });
  console.log(textOf(part));
  parts.push({ ...part, measuredAt: new Date().toISOString() });
}
const minutes = (Date.now() - beganAt) / 60_000;
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}`;
console.log(`\n${machine}; ${minutes.toFixed(1)} minutes`);
if (options.scale === 1) {
  await writeResults(machine, parts);
}
[assemblyDir, plainAssemblyDir].forEach((directory) => rmSync(directory, { recursive: true, force: true }));
process.exit(0);
