import { authTypeOf } from './authTypeOf.ts';
import { BadRequest } from './badRequest.ts';
import { BadCode, type CodeError } from './codeError.ts';
import { MAX_CODE_CHARACTERS } from './language.ts';
import { loadCode } from './loadCode.ts';
import { readMockContext } from './mockContext.ts';
import { sourceFinder, type FindSource } from './sourcePlaces.ts';
import type { Evaluation, ResolverContext } from './types.ts';

/** What EvaluateCode takes (AppSync API Reference). `context` is JSON text. */
export interface EvaluateCodeInput {
  code: string;
  context: string;
  /** AppSync lets it out; here it has to be said. */
  function?: string;
  runtime: { name: string; runtimeVersion: string };
  /** JSON text of the code's source map, which AppSync does not take: places in the answer are then of the sources. */
  sourceMap?: string;
}

/** What EvaluateCode answers: JSON texts, of an error its message only (docs/reference/appsync.md#evaluatecode). */
export interface EvaluateCodeOutput {
  /** Absent when there is an error. */
  evaluationResult?: string;
  error?: {
    message: string;
    codeErrors?: { errorType: string; value: string; location: CodeLocation }[];
  };
  logs: string[];
  stash: string;
  outErrors: string;
}

interface CodeLocation {
  line: number;
  column: number;
  span: number;
  /** 'file:line:column', where a source map tells it. */
  source?: string;
}

const MAX_CONTEXT = 28_000;
const MAX_RESULT = 65_536;

/**
 * AppSync's EvaluateCode: runs one handler of bundled code with a context made up for it. Throws BadRequest for
 * arguments that AppSync refuses; errors in the code, or raised by it, are in the answer.
 */
export function evaluateCode(input: EvaluateCodeInput): EvaluateCodeOutput {
  const handler = checkArguments(input);
  const ctx = readMockContext(input.context);
  const findSource = input.sourceMap === undefined ? () => null : sourceFinder(input.sourceMap);
  try {
    const evaluation = loadCode('code.js', input.code).evaluate(handler, ctx, authTypeOf(ctx.identity));
    return answer(evaluation, findSource);
  } catch (error) {
    if (!(error instanceof BadCode)) {
      throw error;
    }
    return {
      error: {
        message: 'The code contains one or more errors.',
        codeErrors: error.codeErrors.map((one) => toCodeError(one, findSource)),
      },
      logs: [],
      ...left(ctx, []),
    };
  }
}

function checkArguments({ code, context, function: handler, runtime }: EvaluateCodeInput): 'request' | 'response' {
  if (runtime.name !== 'APPSYNC_JS' || runtime.runtimeVersion !== '1.0.0') {
    throw new BadRequest('The runtime has to be APPSYNC_JS 1.0.0.');
  }
  if (code.length < 1 || code.length > MAX_CODE_CHARACTERS) {
    throw new BadRequest(`The code has ${code.length} characters; 1 to ${MAX_CODE_CHARACTERS} are allowed.`);
  }
  if (context.length < 2 || context.length > MAX_CONTEXT) {
    throw new BadRequest(`The context has ${context.length} characters; 2 to ${MAX_CONTEXT} are allowed.`);
  }
  if (handler !== 'request' && handler !== 'response') {
    throw new BadRequest('The function has to be request or response.');
  }
  return handler;
}

function answer(evaluation: Evaluation, findSource: FindSource): EvaluateCodeOutput {
  const { error, isUnauthorized, logs, appended, result } = evaluation;
  const rest = { logs: logs.map((line) => inSources(line, findSource)), ...left(evaluation, appended) };
  if (error !== undefined) {
    return { error: { message: isUnauthorized ? 'Unauthorized' : inSources(error.message, findSource) }, ...rest };
  }
  const evaluationResult = JSON.stringify(result);
  if (evaluationResult.length > MAX_RESULT) {
    throw new BadRequest(
      `The result has ${evaluationResult.length} characters; EvaluateCode answers ${MAX_RESULT} at most.`,
    );
  }
  return { evaluationResult, ...rest };
}

function left({ stash }: Pick<ResolverContext, 'stash'>, outErrors: unknown[]): { stash: string; outErrors: string } {
  return { stash: JSON.stringify(stash), outErrors: JSON.stringify(outErrors) };
}

function toCodeError({ errorType, value, line, column, span }: CodeError, findSource: FindSource) {
  const source = findSource(line, column);
  return { errorType, value, location: { line, column, span, ...(source !== null && { source }) } };
}

/** A line of the log or a fault's message, with the place that it begins with in the sources, where they have it. */
function inSources(text: string, findSource: FindSource): string {
  return text.replace(/^((?:INFO|ERROR) - )?code\.js:(\d+):(\d+)(?=: )/, (found, level = '', line, column) => {
    const source = findSource(Number(line), Number(column));
    return source === null ? found : `${level}${source}`;
  });
}
