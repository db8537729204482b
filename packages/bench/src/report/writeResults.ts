import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Part } from '../figures.ts';
import { chartOf } from './chart.ts';
import { markdownOf } from './print.ts';

/** All that one run has found out. */
export interface Results {
  machine: string;
  parts: Part[];
}

const PAGE = 'docs/performance.md';
const FOLDER = 'docs/performance';
const [BEGIN, END] = ['<!-- figures: written by npm run bench -->', '<!-- end of figures -->'];

/**
 * Writes `docs/performance/results.json`, `results.svg`, and the tables into docs/performance.md. Parts that were not
 * measured this time stay as they were.
 */
export function writeResults(results: Results): void {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${FOLDER}/results.json`;
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).parts : [];
  const kept = earlier.filter(({ id }) => results.parts.every((part) => part.id !== id));
  const parts = [...kept, ...results.parts].sort((one, other) => one.id.localeCompare(other.id));
  writeFileSync(file, `${JSON.stringify({ ...results, parts }, null, 2)}\n`);
  writeFileSync(`${FOLDER}/results.svg`, chartOf(parts));
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : `${BEGIN}\n${END}\n`;
  const [before = '', rest = ''] = page.split(BEGIN);
  const [, after = ''] = rest.split(END);
  const tables = [`Measured on ${results.machine}.`, ...parts.map(markdownOf)].join('\n\n');
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`);
}
