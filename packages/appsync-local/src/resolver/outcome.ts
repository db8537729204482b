import { codeFileName } from './sandbox.ts';
import type { Evaluation, ExtensionCall, RaisedError } from './types.ts';

/** What the sandbox says about an evaluation, besides its result. */
interface HandlerOutcome {
  stash: Record<string, unknown>;
  args: Record<string, unknown>;
  appended: RaisedError[];
  error: RaisedError | null;
  early: { skipTo: 'END' | 'NEXT' | null } | null;
  extensionCalls: ExtensionCall[];
  responseHeaders: [name: string, value: string][];
  isUnauthorized: boolean;
  logs: { level: 'INFO' | 'ERROR'; place: string | null; text: string }[];
  /** `text` is null for the faults that AppSync calls "Runtime Error". */
  fault: { text: string | null; place: string | null } | null;
}

/** Evaluated request or response object (docs/reference/appsync.md#limits). */
const maximumResultBytes = 5 * 1024 * 1024;

const failure = (message: string, errorType: string): RaisedError => ({
  message,
  errorType,
  data: null,
  errorInfo: null,
});

/**
 * Reads the two lines that the sandbox answers. `findPlace` maps 'line:column' of the script to 'code.js:line:column'.
 */
export function readOutcome(text: string, findPlace: (place: string | null) => string | null): Evaluation {
  const end = text.indexOf('\n');
  const { fault, error, early, logs, ...left } = JSON.parse(text.slice(0, end)) as HandlerOutcome;
  const resultJson = text.slice(end + 1);
  const evaluation: Evaluation = {
    ...left,
    result: null,
    logs: logs.map((log) => `${log.level} - ${findPlace(log.place) ?? codeFileName}: ${log.text}`),
  };
  if (fault !== null) {
    return { ...evaluation, error: readFault(fault, findPlace) };
  }
  if (error !== null) {
    return { ...evaluation, error };
  }
  if (Buffer.byteLength(resultJson) > maximumResultBytes) {
    return { ...evaluation, error: failure('Transformation too large', 'MappingTemplate') };
  }
  evaluation.result = JSON.parse(resultJson);
  if (early !== null) {
    evaluation.earlyReturn = early;
  }
  return evaluation;
}

function readFault(
  fault: NonNullable<HandlerOutcome['fault']>,
  findPlace: (place: string | null) => string | null,
): RaisedError {
  const place = findPlace(fault.place);
  const message = fault.text === null || place === null ? 'Runtime Error' : `${place}: ${fault.text}`;
  return failure(message, 'Code');
}
