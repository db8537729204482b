import { BadCode } from './codeError.ts';
import { compileCode, type CompiledCode } from './compileCode.ts';
import { readOutcome } from './outcome.ts';
import { sandbox } from './sandbox.ts';
import { sourceFinder, type FindSource } from './sourcePlaces.ts';
import type { Evaluation, ResolverContext } from './types.ts';

export { BadCode, type CodeError } from './codeError.ts';

/** Code of a resolver or function that AppSync would have saved. */
export interface LoadedCode {
  /**
   * Runs one handler in a fresh copy of the module. `authType` is what `util.authType()` says.
   * Never throws: errors and faults of the code are in the answer.
   */
  evaluate(handler: 'request' | 'response', ctx: ResolverContext, authType: string): Evaluation;
}

/** Longest time one handler may compute; AppSync's own limit is not published. */
const defaultTimeoutMs = 5_000;

/**
 * Checks and compiles an uploaded text once, to be evaluated many times.
 * `name` is used in messages only; a handler that computes longer than `timeoutMs` fails with "Runtime Error".
 * `sourceMap` is the JSON text of the text's source map: with it `sourceLogs` and `fault` of evaluations, and BadCode,
 * name places in the sources.
 * Throws BadCode with every place that AppSync refuses or that is not emulated.
 */
export function loadCode(name: string, code: string, timeoutMs = defaultTimeoutMs, sourceMap?: string): LoadedCode {
  const findSource = sourceMap === undefined ? undefined : sourceFinder(sourceMap);
  const { startModule, findPlace } = compile(name, code, findSource);
  return {
    evaluate: (handler, ctx, authType) =>
      readOutcome(
        sandbox.evaluate(startModule, handler, JSON.stringify(ctx), authType, timeoutMs),
        findPlace,
        findSource,
      ),
  };
}

function compile(name: string, code: string, findSource?: FindSource): CompiledCode {
  try {
    return compileCode(name, code);
  } catch (error) {
    throw error instanceof BadCode ? new BadCode(name, error.codeErrors, findSource) : error;
  }
}
