import type { FieldRun, Step } from './fieldRun.ts';

/**
 * Runs a unit resolver: request, data source, response. An early return of the request ends it
 * (docs/reference/appsync.md#order-of-handlers, docs/reference/appsync.md#early-returns).
 */
export async function runUnit(run: FieldRun, { code, source }: Step): Promise<unknown> {
  const request = run.evaluate(code, 'request', { prev: null });
  if (request.isEarly) {
    return request.value;
  }
  const answer = await run.send(source, request.value);
  return run.evaluate(code, 'response', { prev: null, ...answer }).value;
}
