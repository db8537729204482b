/** Model time: what the stages of DynamoDB take, whether they are really waited for or only counted. */
export interface Scheduler {
  /** Milliseconds of model time since any fixed moment; fractions are allowed. */
  nowMs(): number;
  /** Until this moment of model time; at once where time is turned off. Takes the time of the stages. */
  sleepUntil(atMs: number): Promise<void>;
  /** This many milliseconds from now, also where the time of the stages is turned off. Takes the time of faults. */
  pause(ms: number): Promise<void>;
}

/**
 * How far one request has come. Work done between two stages counts towards the next one, so Local's own time adds
 * nothing.
 */
export interface Timeline {
  /** Until a stage of this length is over. */
  pass(ms: number): Promise<void>;
  /** Another one from here, for what happens side by side. */
  fork(): Timeline;
  /** Goes on where the latest of the others is. */
  join(others: Timeline[]): void;
  atMs(): number;
}

/** Begins at a moment, now if none is given. */
export function timeline(scheduler: Scheduler, startMs = scheduler.nowMs()): Timeline {
  let at = startMs;
  return {
    pass: (ms) => scheduler.sleepUntil((at += ms)),
    fork: () => timeline(scheduler, at),
    join: (others) => void (at = Math.max(at, ...others.map((other) => other.atMs()))),
    atMs: () => at,
  };
}
