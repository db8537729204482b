import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { AppSyncClient } from '@aws-sdk/client-appsync';
import { evaluateCode, type EvaluateCodeInput, type EvaluateCodeOutput } from '../../src/resolver/evaluateCode.ts';

/** Answers of the real service, one file for each call: `{ input, output }`. */
const RECORDINGS = join(import.meta.dirname, 'recordings', 'aws');

/** Code whose answer differs from call to call. */
const VOLATILE = /\butil\.(auto(Id|Ulid|Ksuid)|time\.now|math\.random)|\bMath\.random/;

export type Evaluator = (input: EvaluateCodeInput) => Promise<EvaluateCodeOutput>;

/** The local answer differs from the one that the real service gave. */
export class DiffersFromAws extends Error {
  override readonly name = 'DiffersFromAws';
}

function fileOf(folder: string, input: EvaluateCodeInput): string {
  const { code, context, function: handler } = input;
  return join(
    folder,
    `${createHash('sha256')
      .update(JSON.stringify([code, context, handler]))
      .digest('hex')
      .slice(0, 32)}.json`,
  );
}

/** Asks the real service and keeps its answers in the folder. */
export function recordingEvaluator(client: AppSyncClient, folder = RECORDINGS): Evaluator {
  return async (input) => {
    const { EvaluateCodeCommand } = await import('@aws-sdk/client-appsync');
    const {
      evaluationResult,
      error,
      logs = [],
      stash = '{}',
      outErrors = '[]',
    } = await client.send(new EvaluateCodeCommand(input as never));
    const output = {
      ...(evaluationResult === undefined ? {} : { evaluationResult }),
      ...(error === undefined ? {} : { error }),
      logs,
      stash,
      outErrors,
    };
    mkdirSync(folder, { recursive: true });
    writeFileSync(fileOf(folder, input), `${JSON.stringify({ input, output }, null, 2)}\n`);
    return output as EvaluateCodeOutput;
  };
}

/**
 * Answers locally. Where the folder has the real service's answer to the call, throws DiffersFromAws unless both say
 * the same.
 */
export function replayingEvaluator(folder = RECORDINGS): Evaluator {
  return async (input) => {
    const local = evaluateCode(input);
    const file = fileOf(folder, input);
    if (existsSync(file)) {
      const { output } = JSON.parse(readFileSync(file, 'utf8')) as { output: EvaluateCodeOutput };
      const isVolatile = VOLATILE.test(input.code);
      if (!isDeepStrictEqual(meaningOf(local, isVolatile), meaningOf(output, isVolatile))) {
        throw new DiffersFromAws(
          `Recorded from AWS: ${JSON.stringify(output)}\nanswered locally: ${JSON.stringify(local)}`,
        );
      }
    }
    return local;
  };
}

/**
 * What an answer says: keys come in no particular order, and of refused code only the places are known to be alike
 * (docs/reference/appsync.md#evaluatecode). Of code with times and ids only the shape can be compared.
 */
function meaningOf(
  { evaluationResult = 'null', error, logs, stash, outErrors }: EvaluateCodeOutput,
  isVolatile: boolean,
): unknown {
  const places = error?.codeErrors?.map(({ location }) => [location.line, location.column]);
  const meaning = [
    JSON.parse(evaluationResult),
    places ?? error?.message,
    logs,
    JSON.parse(stash),
    JSON.parse(outErrors),
  ];
  return isVolatile ? shapeOf(meaning) : meaning;
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shapeOf);
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
