import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Part } from '../figures.ts';
import { chartOf } from './chart.ts';
import { markdownOf } from './print.ts';

/** All that was found out: each part as it was measured last. */
export interface Results {
  /** Of the last run. */
  machine: string;
  parts: Part[];
}

const PAGE = 'docs/performance.md';
const RESULTS = 'docs/performance/results.json';
const CHART = 'docs/performance/results.svg';
const [BEGIN, END] = ['<!-- figures: written by npm run bench -->', '<!-- end of figures -->'];

/** Notes what a run has found out, and writes the page. Parts that were not measured this time stay as they were. */
export async function writeResults(machine: string, measured: readonly Part[]): Promise<void> {
  const kept = readResults().parts.filter(({ id }) => measured.every((part) => part.id !== id));
  const parts = [...kept, ...measured].sort((one, other) => one.id.localeCompare(other.id));
  writeFileSync(RESULTS, `${JSON.stringify({ machine, parts }, null, 2)}\n`);
  await writePage();
}

/** Draws the chart and puts the tables into docs/performance.md, as Prettier would have the page. */
export async function writePage(): Promise<void> {
  const { machine, parts } = readResults();
  writeFileSync(CHART, chartOf(parts));
  const [before = '', rest = ''] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const [, after = ''] = rest.split(END);
  const tables = [`Measured on ${machine}.`, ...parts.map(markdownOf)].join('\n\n');
  const page = `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}

function readResults(): Results {
  return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
}
