import { codeFileName } from './sandbox.ts';
import type { FindSource } from './sourcePlaces.ts';
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
  fault: Fault | null;
}

interface Fault {
  text: string | null;
  place: string | null;
}

const runtimeError = 'Runtime Error';

/** Evaluated request or response object (docs/reference/appsync.md#limits). */
const maximumResultBytes = 5 * 1024 * 1024;

const failure = (message: string, errorType: string): RaisedError => ({
  message,
  errorType,
  data: null,
  errorInfo: null,
});

type FindPlace = (place: string | null) => string | null;

/**
 * Reads the two lines that the sandbox answers. `findPlace` maps 'line:column' of the script to 'code.js:line:column',
 * `findSource` a place of that to one of the sources.
 */
export function readOutcome(text: string, findPlace: FindPlace, findSource: FindSource = () => null): Evaluation {
  const findSourcePlace: FindPlace = (place) => inSources(findPlace(place), findSource);
  const end = text.indexOf('\n');
  const { fault, error, early, logs, ...left } = JSON.parse(text.slice(0, end)) as HandlerOutcome;
  const resultJson = text.slice(end + 1);
  const evaluation: Evaluation = {
    ...left,
    result: null,
    logs: logs.map((log) => logLine(log, findPlace)),
    sourceLogs: logs.map((log) => logLine(log, findSourcePlace)),
  };
  if (fault !== null) {
    return { ...evaluation, error: readFault(fault, findPlace), fault: faultLine(fault, findSourcePlace) };
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

function logLine({ level, place, text }: HandlerOutcome['logs'][number], findPlace: FindPlace): string {
  return `${level} - ${findPlace(place) ?? codeFileName}: ${text}`;
}

/** The place in the sources; what has none, as esbuild's own helpers, stays where it is. */
function inSources(place: string | null, findSource: FindSource): string | null {
  const [, line, column] = place?.split(':') ?? [];
  return place === null ? null : (findSource(Number(line), Number(column)) ?? place);
}

/** One line, whatever of a caller's text the message quotes. */
function faultLine({ text, place }: Fault, findPlace: FindPlace): string {
  return `${findPlace(place) ?? codeFileName}: ${(text ?? runtimeError).replace(/[\p{Cc}\s]+/gu, ' ')}`;
}

function readFault(fault: Fault, findPlace: FindPlace): RaisedError {
  const place = findPlace(fault.place);
  const message = fault.text === null || place === null ? runtimeError : `${place}: ${fault.text}`;
  return failure(message, 'Code');
}
