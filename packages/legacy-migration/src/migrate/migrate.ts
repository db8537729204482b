import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { cleanupPage } from './action/cleanup.ts';
import { planPage } from './action/plan.ts';
import { runPage } from './action/run.ts';
import { scanAll, type PageAction } from './action/scanAll.ts';
import { verifyPage } from './action/verify.ts';
import { connect } from './connect.ts';
import type { ActionName, MigrateOptions } from './options.ts';
import { summary } from './print.ts';
import { startProgress } from './progress.ts';
import { loadCheckpoint, removeCheckpoint } from './record/checkpoint.ts';
import type { Counts, Result } from './record/counts.ts';
import { Ledger } from './record/ledger.ts';
import { identityOf, linesOf, openFiles } from './record/openFiles.ts';
import { writeReport } from './record/report.ts';
import { UsageError } from './usageError.ts';

const PAGE_ACTIONS: Record<ActionName, PageAction> = {
  plan: planPage,
  run: runPage,
  verify: verifyPage,
  cleanup: cleanupPage,
};
const NEEDS_A_LOOK: Result[] = ['rejected', 'keptOther', 'missing', 'differing', 'changedInSource'];

/** 0: all is well. 1: it finished, and records need a look. */
export type ExitCode = 0 | 1;

/**
 * Does one action over the whole old table, and prints what came of it. Throws UsageError before anything is changed,
 * GaveUp or an SDK error on the way; a `run` then goes on from its checkpoint.
 */
export async function migrate(options: MigrateOptions, print: (text: string) => void = console.log): Promise<ExitCode> {
  const startedAtMs = Date.now();
  const { action, sourceKey, mapIds } = options;
  const report = options.report ?? defaultReport(action, startedAtMs);
  requireConsent(options, report);
  const connection = await connect(options);
  const { source, target } = connection;
  try {
    const checkpoint = action === 'run' ? await loadCheckpoint(options.checkpoint, identityOf(options, report)) : null;
    if (checkpoint !== null) print(`going on from ${options.checkpoint}: ${checkpoint.counts.scanned} records done`);
    const startedAt = checkpoint?.startedAt ?? new Date(startedAtMs).toISOString();
    const files = await openFiles(options, report, { checkpoint, startedAt }, print);
    const fresh = Array.from({ length: options.segments }, () => ({ isDone: false, position: null }));
    const ledger = new Ledger(files, checkpoint?.segments ?? fresh, checkpoint?.counts);
    const progress = startProgress(action, connection.approximateRecords, ledger.counts.scanned);
    try {
      await ledger.begin();
      await scanAll(
        { source, target, conversion: { sourceKey, mapIds }, ledger, progress, startedAt },
        PAGE_ACTIONS[action],
      );
    } finally {
      progress.stop();
      await files.close();
    }
    const exitCode = exitCodeOf(ledger.counts);
    if (report !== null) {
      const seconds = (Date.now() - startedAtMs) / 1000;
      const { endpoint = null } = options;
      const head = {
        action,
        source: source.tableName,
        target: target.tableName,
        endpoint,
        finishedAt: new Date().toISOString(),
        seconds,
        counts: ledger.counts,
        exitCode,
      };
      await writeReport(report, head, linesOf(report));
    }
    if (action === 'run') await removeCheckpoint(options.checkpoint);
    if (report !== null) await rm(linesOf(report), { force: true });
    print(
      [
        summary(ledger.counts),
        ...(report === null ? [] : [`report: ${report}`]),
        ...(action === 'run' ? [`rejects: ${options.rejects}`] : []),
      ].join('\n'),
    );
    return exitCode;
  } finally {
    connection.close();
  }
}

function exitCodeOf({ results }: Counts): ExitCode {
  return NEEDS_A_LOOK.some((result) => (results[result] ?? 0) > 0) ? 1 : 0;
}

/** `cleanup` reports hold what was deleted, so no other one ever takes their place. */
function defaultReport(action: ActionName, nowMs: number): string | null {
  if (action === 'plan') return null;
  return action === 'cleanup'
    ? `migration-cleanup-${new Date(nowMs).toISOString().replaceAll(':', '')}.json`
    : `migration-${action}.json`;
}

function requireConsent({ action, confirm, source }: MigrateOptions, report: string | null): void {
  if (action !== 'cleanup') return;
  if (confirm !== source)
    throw new UsageError(`cleanup deletes records of ${source}: say --confirm ${source} if you mean it`);
  if (report !== null && existsSync(report))
    throw new UsageError(`${report} may hold the only copy of values that are deleted: name another --report`);
}
