import type { Position } from '../source/scanSegment.ts';
import { saveCheckpoint, type SegmentState } from './checkpoint.ts';
import { addCounts, noCounts, type Counts } from './counts.ts';
import type { RecordLine, RejectLine } from './lines.ts';
import type { MigrationFiles } from './openFiles.ts';

/** What one page of records came to. */
export interface PageOutcome {
  counts: Counts;
  records: RecordLine[];
  rejects: RejectLine[];
}

export function emptyOutcome(): PageOutcome {
  return { counts: noCounts(), records: [], rejects: [] };
}

/**
 * Books finished pages: first their lines, then the checkpoint that includes them. A kill in between leaves lines that
 * the next run cuts off, because it does their records again: none is lost and none is there twice. Pages that finish
 * meanwhile are booked together.
 */
export class Ledger {
  readonly counts: Counts;
  readonly segments: SegmentState[];
  readonly #files: MigrationFiles;
  #waiting: PageOutcome[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(files: MigrationFiles, segments: SegmentState[], counts: Counts = noCounts()) {
    this.#files = files;
    this.segments = segments;
    this.counts = counts;
  }

  /** Notes the beginning, before anything is written. */
  begin(): Promise<void> {
    return this.#saveCheckpoint([...this.segments]);
  }

  /** Books a page of a segment and where the segment goes on; on disk on return. */
  book(segment: number, next: Position, outcome: PageOutcome): Promise<void> {
    return this.#inTurn(() => {
      this.segments[segment] = { isDone: next === null, position: next };
      this.#waiting.push(outcome);
    });
  }

  /** Appends lines of records that are about to be deleted; on disk on return. */
  keep(records: RecordLine[]): Promise<void> {
    return this.#inTurn(() => this.#waiting.push({ counts: noCounts(), records, rejects: [] }));
  }

  #inTurn(note: () => unknown): Promise<void> {
    note();
    this.#turn = this.#turn.then(() => this.#flush());
    return this.#turn;
  }

  async #flush(): Promise<void> {
    const outcomes = this.#waiting;
    if (outcomes.length === 0) {
      return;
    }
    this.#waiting = [];
    const segments = [...this.segments];
    const { records, rejects } = this.#files;
    await records.append(outcomes.flatMap((outcome) => outcome.records));
    await rejects?.append(outcomes.flatMap((outcome) => outcome.rejects));
    for (const { counts } of outcomes) addCounts(this.counts, counts);
    await this.#saveCheckpoint(segments);
  }

  async #saveCheckpoint(segments: SegmentState[]): Promise<void> {
    const { records, rejects, checkpoint } = this.#files;
    if (checkpoint !== undefined) {
      const { path, identity, startedAt } = checkpoint;
      const lengths = { rejectsLength: rejects?.length ?? 0, recordsLength: records.length };
      await saveCheckpoint(path, { identity, startedAt, segments, counts: this.counts, ...lengths });
    }
  }
}
