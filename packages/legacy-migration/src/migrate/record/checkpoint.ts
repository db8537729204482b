import { readFile, rm } from 'node:fs/promises';
import { attributeJson, keyFromJson } from '../rules/attributeJson.ts';
import type { Position } from '../source/scanSegment.ts';
import { UsageError } from '../usageError.ts';
import type { Counts } from './counts.ts';
import { writeAtomically } from './writeAtomically.ts';

/** What must be the same for a run to go on where another one stopped. */
export interface Identity {
  source: string;
  target: string;
  endpoint: string | null;
  sourceKey: string;
  mapIds: boolean;
  rejects: string;
  report: string | null;
}

/** A segment that is done has no position left to go on from. */
export interface SegmentState {
  isDone: boolean;
  position: Position;
}

/**
 * How far a run has come: everything before it is in the target table, in the files up to their lengths, and in the
 * counts.
 */
export interface Checkpoint {
  identity: Identity;
  /** Timestamp of the run's beginning: `createdAt` of all that it writes, by which a resumed run knows its own work. */
  startedAt: string;
  segments: SegmentState[];
  counts: Counts;
  rejectsLength: number;
  recordsLength: number;
}

/** Null if there is none. Throws UsageError if it is not a checkpoint of this very migration. */
export async function loadCheckpoint(path: string, identity: Identity): Promise<Checkpoint | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) {
    return null;
  }
  const checkpoint = parse(path, text);
  if (JSON.stringify(checkpoint.identity) !== JSON.stringify(identity)) {
    throw new UsageError(
      `${path} belongs to another migration (${JSON.stringify(checkpoint.identity)}): name another --checkpoint, or remove it to start over`,
    );
  }
  return checkpoint;
}

function parse(path: string, text: string): Checkpoint {
  try {
    const { segments, ...rest } = JSON.parse(text) as Checkpoint;
    return {
      ...rest,
      segments: segments.map(({ isDone, position }) => ({
        isDone,
        position: position && keyFromJson(position as never),
      })),
    };
  } catch (cause) {
    throw new UsageError(`${path} is not a checkpoint: name another --checkpoint, or remove it to start over`, {
      cause,
    });
  }
}

/** Replaces the checkpoint as a whole. */
export function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  return writeAtomically(path, async (append) => void (await append(JSON.stringify(attributeJson(checkpoint)))));
}

export function removeCheckpoint(path: string): Promise<void> {
  return rm(path, { force: true });
}
