import { existsSync, readFileSync } from 'node:fs';
import type { RecordLine } from '../../src/migrate/record/lines.ts';
import type { Report } from '../../src/migrate/record/report.ts';

/** A report, null if there is none. */
export function jsonOf(path: string): (Report & { records: RecordLine[] }) | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report & { records: RecordLine[] }) : null;
}

/** The values of a file of JSON lines; none if there is no file. */
export function linesOf<T>(path: string): T[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
