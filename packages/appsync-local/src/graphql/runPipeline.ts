import type { LoadedCode } from '../resolver/loadCode.ts';
import type { FieldRun, Step } from './fieldRun.ts';

/**
 * Runs a pipeline resolver: the resolver's request, each function's request, data source and response, the resolver's
 * response (docs/reference/appsync.md#order-of-handlers). Early returns follow docs/reference/appsync.md#early-returns.
 */
export async function runPipeline(run: FieldRun, code: LoadedCode, steps: Step[]): Promise<unknown> {
  run.begin('request');
  const request = run.evaluate(code, 'request', { prev: null });
  const isSkipped = request.isEarly && request.skipTo !== 'NEXT';
  const last = isSkipped ? request.value : await runSteps(run, steps, request.value);
  run.begin('response');
  return run.evaluate(code, 'response', { prev: { result: last }, result: last }).value;
}

async function runSteps(run: FieldRun, steps: Step[], first: unknown): Promise<unknown> {
  let previous = first;
  for (const step of steps) {
    const { name, code } = step;
    run.begin(name);
    const prev = { result: previous };
    let outcome = run.evaluate(code, 'request', { prev });
    if (!outcome.isEarly) {
      const answer = await run.send(step, outcome.value);
      outcome = run.evaluate(code, 'response', { prev, ...answer });
    }
    previous = outcome.value;
    if (outcome.skipTo === 'END') {
      break;
    }
  }
  return previous;
}
