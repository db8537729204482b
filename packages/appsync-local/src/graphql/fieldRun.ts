import type { LoadedCode } from '../resolver/loadCode.ts';
import type { ExtensionCall, RaisedError, ResolverContext } from '../resolver/types.ts';
import type { DataSource } from '../source/types.ts';
import type { FieldLog } from './fieldLog.ts';
import { ResolverError } from './resolverError.ts';

/** Code with the data source that its requests go to; the names are for the log. */
export interface Step {
  name: string;
  code: LoadedCode;
  source: DataSource;
  sourceName: string;
}

/** A field's resolver. */
export type FieldResolver = ({ kind: 'UNIT' } & Step) | { kind: 'PIPELINE'; code: LoadedCode; steps: Step[] };

/** What handlers leave behind besides their result. */
export interface FieldReport {
  appended(error: RaisedError): void;
  /** Throws ResolverError when they are too long. */
  responseHeaders(headers: readonly [name: string, value: string][]): void;
  /** `fault` is what the last line says, if that is a fault of the code. */
  logs(lines: string[], fault?: string): void;
  /** Takes what each step does. */
  log: FieldLog;
  /** Throws ResolverError for a call that is not allowed in this handler. */
  extensionCalls(calls: ExtensionCall[], handler: 'request' | 'response'): void;
}

/** What outlives a single handler while a field is resolved. */
type Base = Omit<ResolverContext, 'prev' | 'result' | 'error'>;

/**
 * One resolution of a field: its stash and arguments pass from handler to handler
 * (docs/reference/appsync.md#order-of-handlers). `evaluate` throws ResolverError when the handler raised one.
 */
export class FieldRun {
  readonly coordinate: string;
  readonly #base: Base;
  readonly #authType: string;
  readonly #report: FieldReport;

  constructor(base: Base, authType: string, report: FieldReport) {
    this.coordinate = `${base.info.parentTypeName}.${base.info.fieldName}`;
    this.#base = base;
    this.#authType = authType;
    this.#report = report;
  }

  /** From here on the log has what happens under the name of this step. */
  begin(name: string): void {
    this.#report.log.begin(name);
  }

  evaluate(
    code: LoadedCode,
    handler: 'request' | 'response',
    own: Pick<ResolverContext, 'prev' | 'result' | 'error'>,
  ): { value: unknown; skipTo: 'END' | 'NEXT' | null; isEarly: boolean } {
    const evaluation = code.evaluate(handler, { ...this.#base, ...own }, this.#authType);
    this.#base.stash = evaluation.stash;
    this.#base.args = evaluation.args;
    const { sourceLogs, fault } = evaluation;
    const logs = fault === undefined ? sourceLogs : [...sourceLogs, `ERROR - ${fault}`];
    this.#report.logs(logs, fault);
    this.#report.log.print(logs);
    evaluation.appended.forEach((error) => this.#report.appended(error));
    this.#report.responseHeaders(evaluation.responseHeaders);
    if (evaluation.error !== undefined) {
      throw new ResolverError(evaluation.error);
    }
    this.#report.extensionCalls(evaluation.extensionCalls, handler);
    if (evaluation.earlyReturn !== undefined) {
      this.#report.log.returnEarly(evaluation.earlyReturn.skipTo);
    }
    return {
      value: evaluation.result ?? null,
      skipTo: evaluation.earlyReturn?.skipTo ?? null,
      isEarly: evaluation.earlyReturn !== undefined,
    };
  }

  /** Sends a request object to a data source. A failure is part of the answer; an invalid request throws. */
  async send({ source, sourceName }: Step, request: unknown): Promise<Pick<ResolverContext, 'result' | 'error'>> {
    const answered = this.#report.log.call(sourceName, request);
    const answer = await source.invoke(request, { resolver: this.coordinate });
    answered(answer);
    if ('fault' in answer) {
      throw new ResolverError(answer.fault);
    }
    return answer.error === undefined ? { result: answer.result } : { result: answer.result, error: answer.error };
  }
}
