import type { FieldRun, Step } from './fieldRun.ts';

/**
 * Runs a unit resolver: request, data source, response. An early return of the request ends it
 * (docs/reference/appsync.md#order-of-handlers, docs/reference/appsync.md#early-returns).
 */
export async function runUnit(run: FieldRun, step: Step): Promise<unknown> {
  const { name, code } = step;
  run.begin(name);
  const request = run.evaluate(code, 'request', { prev: null });
  if (request.isEarly) {
    return request.value;
  }
  const answer = await run.send(step, request.value);
  return run.evaluate(code, 'response', { prev: null, ...answer }).value;
}
