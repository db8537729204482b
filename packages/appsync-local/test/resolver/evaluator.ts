import { recordingEvaluator, replayingEvaluator, type Evaluator } from './replay.ts';

/**
 * With `EVALUATE=aws` the real service, whose answers are recorded; otherwise the local one, held to what was recorded.
 */
export const evaluateAnywhere: Evaluator =
  process.env.EVALUATE === 'aws'
    ? recordingEvaluator(new (await import('@aws-sdk/client-appsync')).AppSyncClient())
    : replayingEvaluator();

/** The result of an expression as a request handler returns it; `context` as EvaluateCode takes it. */
export async function valueOf(expression: string, context: Record<string, unknown> = {}): Promise<unknown> {
  const { evaluationResult, error } = await evaluateAnywhere({
    code: [
      `import { util, runtime, extensions } from '@aws-appsync/utils';`,
      `import * as ddb from '@aws-appsync/utils/dynamodb';`,
      `export function request(ctx) { return ${expression}; }`,
      `export function response(ctx) {}`,
    ].join('\n'),
    context: JSON.stringify(context),
    function: 'request',
    runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
  });
  if (error !== undefined) {
    throw new Error(error.message);
  }
  return JSON.parse(evaluationResult ?? 'null');
}
