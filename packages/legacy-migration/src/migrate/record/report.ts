import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { writeAtomically } from './writeAtomically.ts';
import type { Counts } from './counts.ts';

/**
 * The head of the JSON report; `records` follows it in the file: a line for everything that is not as plain as could
 * be.
 */
export interface Report {
  action: string;
  source: string;
  target: string;
  endpoint: string | null;
  finishedAt: string;
  /** Of this invocation; a resumed run counts the records of all its parts. */
  seconds: number;
  counts: Counts;
  exitCode: number;
}

/** Writes the report with the lines collected in a file, whatever their number: they are streamed. */
export function writeReport(path: string, head: Report, linesPath: string): Promise<void> {
  return writeAtomically(path, async (append) => {
    await append(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  "records": [`);
    let separator = '\n    ';
    for await (const line of createInterface({ input: createReadStream(linesPath), crlfDelay: Infinity })) {
      if (!isJson(line)) continue;
      await append(separator + line);
      separator = ',\n    ';
    }
    await append('\n  ]\n}\n');
  });
}

/** False of a line that a kill cut short; its record was done again. */
function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
