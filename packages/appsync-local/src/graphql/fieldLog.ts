import type { SourceAnswer, SourceFault } from '../source/types.ts';

/** What the resolver of a field did. The console's page shares these types. */
export interface ResolvedField {
  /** Keys and indexes from the root of the answer, as in "listEvents.items.0.organizer". */
  path: string;
  /** "Type.field". */
  field: string;
  /** In their order. */
  steps: ResolverStep[];
}

/** The two handlers of a function or unit resolver and the call between them, or one handler of a pipeline resolver. */
export interface ResolverStep {
  /** The function's name, `resolver` for a unit resolver, `request` or `response` for a pipeline resolver's own. */
  name: string;
  /** Null while it is under way. */
  milliseconds: number | null;
  /** Absent where no data source was called. */
  call?: SourceCall;
  /** Set when `runtime.earlyReturn` ended it. */
  earlyReturn?: { skipTo: 'END' | 'NEXT' | null };
  /** What the handlers printed, with level and place. */
  lines: string[];
  /** What ended the resolver. */
  error?: LoggedError;
}

/** A call of a data source. */
export interface SourceCall {
  source: string;
  /** The operation with the number of its items: "TransactWriteItems of 5". */
  operation: string;
  /** Null while it is under way. */
  milliseconds: number | null;
  /** What the response handler finds as `ctx.error`. */
  error?: LoggedError;
}

/** An error in short. */
export interface LoggedError {
  type: string | null;
  message: string;
}

/** Fields of a request whose log is kept. */
export const KEPT_FIELDS = 1000;
/** Characters of a printed line that are kept. */
const KEPT_CHARACTERS = 4000;

/** Notes what a resolver does while it does it. Durations are in milliseconds, to a tenth. */
export class FieldLog {
  readonly resolved: ResolvedField;
  #begunAt = 0;

  constructor(path: string, field: string) {
    this.resolved = { path, field, steps: [] };
  }

  /** Begins a step, which ends the one before. */
  begin(name: string): void {
    this.end();
    this.#begunAt = performance.now();
    this.resolved.steps.push({ name, milliseconds: null, lines: [] });
  }

  print(lines: readonly string[]): void {
    this.#step?.lines.push(...lines.map((line) => line.slice(0, KEPT_CHARACTERS)));
  }

  returnEarly(skipTo: 'END' | 'NEXT' | null): void {
    if (this.#step !== undefined) {
      this.#step.earlyReturn = { skipTo };
    }
  }

  /** Notes a call, and answers what takes its answer. */
  call(source: string, request: unknown): (answer: SourceAnswer | SourceFault) => void {
    const sentAt = performance.now();
    const call: SourceCall = { source, operation: operationOf(request), milliseconds: null };
    if (this.#step !== undefined) {
      this.#step.call = call;
    }
    return (answer) => {
      call.milliseconds = since(sentAt);
      if ('error' in answer && answer.error !== undefined) {
        const { type, message } = answer.error;
        call.error = { type, message };
      }
    };
  }

  /** Ends the last step, with the error that ended the resolver if there was one. */
  end(error?: LoggedError): void {
    const step = this.#step;
    if (step === undefined || step.milliseconds !== null) {
      return;
    }
    step.milliseconds = since(this.#begunAt);
    if (error !== undefined) {
      step.error = error;
    }
  }

  get #step(): ResolverStep | undefined {
    return this.resolved.steps.at(-1);
  }
}

function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}

/** A request for a data source in short; that of a NONE data source has no operation. */
function operationOf(request: unknown): string {
  const { operation, transactItems, tables } = (request ?? {}) as Record<string, unknown>;
  if (typeof operation !== 'string') {
    return 'payload';
  }
  const items = Array.isArray(transactItems) ? transactItems : itemsOf(tables);
  return items === undefined ? operation : `${operation} of ${items.length}`;
}

/** What a batch names of all its tables: `{ T: [item] }`, or `{ T: { keys: [key] } }`. */
function itemsOf(tables: unknown): unknown[] | undefined {
  if (typeof tables !== 'object' || tables === null) {
    return undefined;
  }
  return Object.values(tables).flatMap((table: unknown) => (table as { keys?: unknown } | null)?.keys ?? table);
}
