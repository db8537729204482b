import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What AWS answered to an expression, as somebody published it. */
export interface Recording {
  title: string;
  expression: string;
  context?: Record<string, unknown>;
  /** The result is JSON text: compared as what it says. */
  isText?: boolean;
  result: unknown;
}

export interface RecordingFile {
  name: string;
  /** Where it comes from, and how it was recorded. */
  source: { repository: string | null; file: string; commit: string | null; recorded: string };
  cases: Recording[];
}

/** The published recordings beside this file. */
export function readRecordings(): RecordingFile[] {
  const folder = join(import.meta.dirname, 'recordings');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      name,
      ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Omit<RecordingFile, 'name'>),
    }));
}
