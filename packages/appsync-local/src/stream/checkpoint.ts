import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How far a shard has been handled. */
export interface ShardPosition {
  /** The last sequence number that needs no further work; null: begin at the shard's beginning. */
  after: string | null;
  /** Whether the shard is closed and handled to its end. */
  isFinished: boolean;
}

/**
 * How far a mapping has come in each shard of a stream, kept in a file: what was committed before a hard kill is
 * delivered at the next start, and what was delivered but not noted is delivered again. A file of another stream (a new
 * database) counts for nothing.
 */
export class Checkpoint {
  readonly #file: string;
  readonly #streamArn: string;
  readonly #shards: Record<string, ShardPosition>;
  /** Whether there was one of this stream. */
  readonly isResumed: boolean;

  constructor(file: string, streamArn: string) {
    this.#file = file;
    this.#streamArn = streamArn;
    const kept = read(file);
    this.isResumed = kept?.streamArn === streamArn;
    this.#shards = this.isResumed ? (kept?.shards ?? {}) : {};
  }

  positionOf(shardId: string): ShardPosition {
    return this.#shards[shardId] ?? { after: null, isFinished: false };
  }

  /** Notes a position, safely against a crash at any moment. */
  save(shardId: string, position: ShardPosition): void {
    this.#shards[shardId] = position;
    mkdirSync(dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify({ streamArn: this.#streamArn, shards: this.#shards }));
    renameSync(draft, this.#file);
  }
}

function read(file: string): { streamArn: string; shards: Record<string, ShardPosition> } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { streamArn: string; shards: Record<string, ShardPosition> };
  } catch {
    // Absent at the first start.
    return undefined;
  }
}
