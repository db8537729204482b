import type { ResolverContext } from '../resolver/types.ts';
import { FieldLog } from './fieldLog.ts';
import { FieldRun, type FieldResolver } from './fieldRun.ts';
import { runPipeline } from './runPipeline.ts';
import { runUnit } from './runUnit.ts';

/** Runs a field's resolver to its end. Throws ResolverError when one of its handlers raised an error. */
export function runResolver(run: FieldRun, resolver: FieldResolver): Promise<unknown> {
  return resolver.kind === 'UNIT' ? runUnit(run, resolver) : runPipeline(run, resolver.code, resolver.steps);
}

/**
 * The same without an API around it, on data sources of one's own: what the handlers print, append and ask of
 * `util.http` and `extensions` is passed over. `authType` is what `util.authType()` says.
 */
export function runAlone(resolver: FieldResolver, context: ResolverContext, authType: string): Promise<unknown> {
  const ignore = () => undefined;
  const log = new FieldLog('', '');
  const report = { appended: ignore, responseHeaders: ignore, logs: ignore, extensionCalls: ignore, log };
  return runResolver(new FieldRun({ ...context }, authType, report), resolver);
}
