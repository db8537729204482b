import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { StreamRecord } from './streamRecord.ts';

/** What a pump works with. */
export interface PumpSettings {
  read(): Promise<{ records: _Record[]; isAtEnd: boolean }>;
  /** A record as the function gets it, or undefined where the filter drops it. */
  select(record: _Record): StreamRecord | undefined;
  /** Delivers a batch to its end; false if stopped before. */
  deliver(batch: readonly StreamRecord[]): Promise<boolean>;
  /** Notes that everything read so far is handled. */
  progress(sequenceNumber: string): void;
  /** Called when the shard is closed and handled, until it succeeds. */
  finished(): Promise<void>;
  batchSize: number;
  batchWindowMs: number;
  pollMs: number;
  isStopped(): boolean;
  onFault(error: unknown): void;
}

/**
 * Moves the records of one shard to the function, in order and one batch at a time: polls while it is idle, and reads
 * on at once while there is something (Lambda Developer Guide, "Polling and batching streams").
 */
export class ShardPump {
  readonly #settings: PumpSettings;
  readonly #waiting: { sincePoll: number; resolve(): void }[] = [];
  #pending: StreamRecord[] = [];
  #lastRead?: string;
  #pendingSinceMs = 0;
  #polls = 0;
  #wake: () => void = () => undefined;

  constructor(settings: PumpSettings) {
    this.#settings = settings;
  }

  /** Runs until the shard's end or until stopped; never rejects. */
  async run(): Promise<void> {
    const { isStopped, onFault } = this.#settings;
    let isAtEnd = false;
    let lastFault: string | undefined;
    while (!isStopped()) {
      try {
        isAtEnd ||= await this.#turn();
        if (isAtEnd && !isStopped()) {
          await this.#settings.finished();
          break;
        }
      } catch (error) {
        if (isStopped()) {
          break;
        }
        // A database that is gone would say the same at every poll.
        if (String(error) !== lastFault) {
          onFault(error);
        }
        lastFault = String(error);
        await this.pause();
      }
    }
    this.#release(Number.POSITIVE_INFINITY);
  }

  /** Resolves when everything committed before the call is handled: a later poll finds nothing, and nothing waits. */
  async idle(): Promise<void> {
    const idle = new Promise<void>((resolve) => this.#waiting.push({ sincePoll: this.#polls, resolve }));
    this.#wake();
    await idle;
  }

  /** Ends a pause early. */
  wake(): void {
    this.#wake();
  }

  /** Waits for the next poll. */
  async pause(ms = this.#settings.pollMs): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One poll with what follows from it; answers whether the shard is at its end and handled. */
  async #turn(): Promise<boolean> {
    const { read, select, batchSize, batchWindowMs, isStopped } = this.#settings;
    this.#polls += 1;
    const poll = this.#polls;
    const { records, isAtEnd } = await read();
    if (this.#pending.length === 0) {
      this.#pendingSinceMs = Date.now();
    }
    for (const record of records) {
      const selected = select(record);
      if (selected !== undefined) {
        this.#pending.push(selected);
      }
      this.#lastRead = record.dynamodb?.SequenceNumber ?? this.#lastRead;
    }
    const isDue = isAtEnd || Date.now() - this.#pendingSinceMs >= batchWindowMs;
    while (this.#pending.length > 0 && (isDue || this.#pending.length >= batchSize)) {
      if (!(await this.#settings.deliver(this.#pending.slice(0, batchSize)))) {
        return false;
      }
      this.#pending = this.#pending.slice(batchSize);
    }
    if (this.#pending.length === 0) {
      if (records.length > 0 && this.#lastRead !== undefined) {
        this.#settings.progress(this.#lastRead);
      }
      if (records.length === 0) {
        this.#release(poll);
      }
    }
    if (records.length === 0 && !isAtEnd && !isStopped()) {
      await this.pause();
    }
    return isAtEnd;
  }

  /** Lets those go who asked before this poll began. */
  #release(poll: number): void {
    for (const one of this.#waiting.splice(0)) {
      if (one.sincePoll < poll) {
        one.resolve();
      } else {
        this.#waiting.push(one);
      }
    }
  }
}
