import type { MigrateOptions } from '../options.ts';
import { planLines } from '../print.ts';
import type { Checkpoint, Identity } from './checkpoint.ts';
import { LineFile } from './lineFile.ts';
import type { RecordLine } from './lines.ts';

/** Where an action puts what it finds, besides the tables. */
export interface MigrationFiles {
  /** Takes the report's lines. */
  records: { append(lines: readonly RecordLine[]): Promise<void>; readonly length: number };
  /** `run` only. */
  rejects?: LineFile;
  /** `run` only. */
  checkpoint?: { path: string; identity: Identity; startedAt: string };
  close(): Promise<void>;
}

/** Report lines wait here until the report is written. */
export function linesOf(report: string): string {
  return `${report}.lines`;
}

/** What a checkpoint of this command line belongs to. */
export function identityOf(options: MigrateOptions, report: string | null): Identity {
  const { source, target, endpoint = null, sourceKey, mapIds, rejects } = options;
  return { source, target, endpoint, sourceKey, mapIds, rejects, report };
}

/**
 * Opens what the action needs: a fresh `run` starts its files anew (the old table still has every record of theirs), a
 * resumed one goes on where its checkpoint stands, and `cleanup`, whose records may be gone, never drops a line of an
 * interrupted one. Throws UsageError if the files do not fit the checkpoint.
 */
export async function openFiles(
  options: MigrateOptions,
  report: string | null,
  { checkpoint, startedAt }: { checkpoint: Checkpoint | null; startedAt: string },
  print: (text: string) => void,
): Promise<MigrationFiles> {
  if (report === null) {
    const append = async (lines: readonly RecordLine[]): Promise<void> =>
      lines.flatMap(planLines).forEach((line) => print(line));
    return { records: { append, length: 0 }, close: async () => undefined };
  }
  const records = await LineFile.open(
    linesOf(report),
    options.action === 'cleanup' ? null : (checkpoint?.recordsLength ?? 0),
  );
  if (options.action !== 'run') {
    return { records, close: () => records.close() };
  }
  const rejects = await LineFile.open(options.rejects, checkpoint?.rejectsLength ?? 0).catch(async (error: unknown) => {
    await records.close();
    throw error;
  });
  return {
    records,
    rejects,
    checkpoint: { path: options.checkpoint, identity: identityOf(options, report), startedAt },
    close: async () => void (await Promise.all([records.close(), rejects.close()])),
  };
}
