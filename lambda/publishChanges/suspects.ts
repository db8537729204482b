import { subjectOf, type Step } from './planBatch.ts';

/** For how long a failure is remembered. */
const SUSPECT_MS = 60_000;

/** What is remembered of a step that fails: what it does (publish, heal or cascade), and for which event or user. */
export function suspectOf(step: Step): string {
  return `${step.kind} ${subjectOf(step)}`;
}

/**
 * What failed lately, as this instance remembers it. Only a hint: without it the same is decided, later.
 */
export class Suspects {
  readonly #until = new Map<string, number>();

  has(suspect: string, nowMs: number): boolean {
    return (this.#until.get(suspect) ?? -Infinity) > nowMs;
  }

  add(suspect: string, nowMs: number): void {
    for (const [other, untilMs] of this.#until) {
      if (untilMs <= nowMs) {
        this.#until.delete(other);
      }
    }
    this.#until.set(suspect, nowMs + SUSPECT_MS);
  }
}
