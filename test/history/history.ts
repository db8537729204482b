import type { Operation } from './model/operation.ts';
import type { CallOutcome } from './stage/outcome.ts';

/** One call: when it was made and answered, on one counter for the whole history, and how it ended. */
export interface Call {
  client: number;
  operation: Operation;
  called: number;
  returned: number;
  outcome: CallOutcome;
  /** Of a call that ended unknown: an instant after its `decidedBy`, from which on it takes no effect. */
  decided?: number;
}

/** Writes calls down in the order in which they are made and answered. */
export class History {
  readonly calls: Call[] = [];
  #instant = 0;

  /** Makes a call and waits for its end. */
  async record(client: number, operation: Operation, perform: () => Promise<CallOutcome>): Promise<CallOutcome> {
    this.#markDecided(new Date().toISOString());
    const called = this.tick();
    const outcome = await perform();
    this.calls.push({ client, operation, called, returned: this.tick(), outcome });
    return outcome;
  }

  /** Notes what may be done from now on, by nobody who would be answered. */
  note(client: number, operation: Operation): void {
    const called = this.tick();
    this.calls.push({ client, operation, called, returned: this.tick(), outcome: { kind: 'unknown' } });
  }

  #markDecided(now: string): void {
    for (const call of this.calls.filter(({ outcome, decided }) => outcome.kind === 'unknown' && !decided)) {
      const { decidedBy } = call.outcome as { decidedBy?: string | null };
      if (decidedBy && now > decidedBy) {
        call.decided = this.tick();
      }
    }
  }

  /** The next instant of this history. */
  tick(): number {
    this.#instant += 1;
    return this.#instant;
  }
}

/** What a call has answered; null if nothing, or an error. */
export function answeredValue({ outcome }: Call): Record<string, unknown> | null {
  const answer = outcome.kind === 'answered' ? outcome.answer : null;
  return answer !== null && 'value' in answer ? (answer.value as Record<string, unknown> | null) : null;
}

/** The id that a registration has by what was told of it: by its answer, or for a call that is to be repeated. */
export function toldId(outcome: CallOutcome): string | undefined {
  switch (outcome.kind) {
    case 'answered':
      return outcome.registrationId;
    case 'unknown':
      return outcome.clientRequestId ?? undefined;
    case 'nothing':
      return undefined;
  }
}

/** A history in words, one line a call, in the order in which they were made. */
export function describeCalls(calls: readonly Call[]): string {
  const inOrder = [...calls].sort((a, b) => a.called - b.called);
  return inOrder
    .map(({ client, operation: { name, ...details }, called, returned, outcome, decided }) => {
      const until = decided === undefined ? '' : ` until ${decided}`;
      const end = outcome.kind === 'answered' ? JSON.stringify(outcome.answer) : `Busy, ${outcome.kind}${until}`;
      return `[${called}..${outcome.kind === 'unknown' ? '' : returned}] client ${client}: ${name} ${JSON.stringify(details)} -> ${end}`;
    })
    .join('\n');
}
