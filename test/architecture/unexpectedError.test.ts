import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCode, type LoadedCode, ResolverError, runAlone } from 'appsync-local/testing';
import { isErrorType } from '../../client/error.ts';
import { coordinateOf, handlerFilesOf, type ResolverFile } from '../../infra/wiring/resolverFile.ts';
import { contextOf, failure, type SourceFailure } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';
import { byTier } from '../support/tier.ts';

/** Steps that pass a refused or lost write on to the step after them, which then decides. */
const GOING_ON = [
  'Mutation.registerForEvent.1.lookFirst',
  'Mutation.registerForEvent.2.reserveSeat',
  'Mutation.registerForEvent.3.joinWaitlist',
  'Mutation.registerForEvent.4.readUser',
  'Mutation.registerForEvent.5.askInLane',
  'Mutation.unregisterFromEvent.1.releaseSeat',
  'Mutation.unregisterFromEvent.2.leaveWaitlist',
  'Mutation.unregisterFromEvent.3.askInLane',
  'Mutation.updateEvent.1.updateEvent',
];

const { resolvers, codeOf } = bundleResolvers();
const AUTH = 'User Pool Authorization';
const SIZE = { numRuns: byTier(25, 100) };

function expectClosed(
  error: { message: string; errorType: string | null; errorInfo: unknown; data: unknown },
  { marker }: SourceFailure,
): void {
  expect(error.errorType).toSatisfy(isErrorType);
  expect(JSON.stringify([error.message, error.errorInfo, error.data])).not.toContain(marker);
}

function expectNoData(bundle: string, code: LoadedCode, failed: SourceFailure): void {
  const { error, result, stash, logs } = code.evaluate('response', contextOf(bundle, failed), AUTH);
  // Operators look for these words beside an InternalError.
  expect(logs.filter((line) => line.includes('unexpected failure'))).toHaveLength(
    error?.errorType === 'InternalError' ? 1 : 0,
  );
  if (error === undefined) {
    expect(GOING_ON).toContain(bundle);
    expect({ result, done: stash.done, event: stash.event, isWritten: stash.isWritten }).toEqual({ result: {} });
  } else {
    expectClosed(error, failed);
  }
}

describe('for every resolver, an unexpected ctx.error never becomes data', () => {
  it.each(handlerFilesOf(resolvers).map(({ bundle }) => bundle))('in the response of %s', (bundle) => {
    const code = codeOf(bundle);
    fc.assert(
      fc.property(failure, (failed) => expectNoData(bundle, code, failed)),
      SIZE,
    );
  });

  it.each([
    ['forgets it', 'return ctx.result;'],
    ['shows the cause', "if (ctx.error) util.error(ctx.error.message, 'Busy'); return null;"],
    [
      'prints what it explains',
      "console.error('unexpected failure'); if (ctx.error) util.error('later', 'Busy'); return null;",
    ],
    ['passes the type on', "if (ctx.error) util.error('failed', ctx.error.type); return null;"],
  ])('which a handler that %s would fail', (_what, body) => {
    const code = loadCode(
      'bad',
      `import { util } from '@aws-appsync/utils'; export function request() {} export function response(ctx) { ${body} }`,
    );
    expect(() => fc.assert(fc.property(failure, (failed) => expectNoData('Query.getUser', code, failed)))).toThrow();
  });

  it.each(resolvers.map((one): [string, ResolverFile] => [coordinateOf(one), one]))(
    'in the whole of %s',
    async (coordinate, resolver) => {
      const code = codeOf(resolver.bundle);
      const steps = resolver.kind === 'PIPELINE' ? resolver.steps.map(({ bundle }) => codeOf(bundle)) : [];
      await fc.assert(
        fc.asyncProperty(failure, async (failed) => {
          const source = { invoke: async () => failed };
          const stepOf = (its: LoadedCode) => ({ name: 'step', code: its, source, sourceName: 'source' });
          const own: Parameters<typeof runAlone>[0] =
            resolver.kind === 'UNIT'
              ? { kind: 'UNIT', ...stepOf(code) }
              : { kind: 'PIPELINE', code, steps: steps.map(stepOf) };
          const settled = await runAlone(own, { ...contextOf(coordinate), stash: {} }, AUTH).then(
            (data) => ({ data }),
            (error: unknown) => error,
          );
          expect(settled).toBeInstanceOf(ResolverError);
          const { message, errorType, errorInfo, data } = settled as ResolverError;
          expectClosed({ message, errorType, errorInfo, data }, failed);
        }),
        SIZE,
      );
    },
  );
});
