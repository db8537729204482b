import { describe, expect, it } from 'vitest';
import { evaluateAnywhere } from 'appsync-local/testing';
import { handlerFilesOf } from '../../infra/wiring/resolverFile.ts';
import { contextOf } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';

const { resolvers, textOf } = bundleResolvers();
const REQUESTS = [
  undefined,
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'TransactGetItems',
  'TransactWriteItems',
  'Invoke',
];

/** A context as EvaluateCode takes it: arguments by their long name. */
function mockContextOf(bundle: string): string {
  const { args, ...rest } = contextOf(bundle);
  return JSON.stringify({ arguments: args, ...rest });
}

describe('EvaluateCode accepts the code of', () => {
  it.each(handlerFilesOf(resolvers).map(({ bundle }) => bundle))(
    '%s, and its request is one that AppSync knows or an error by name',
    async (bundle) => {
      const code = textOf(bundle);
      const runtime = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' };
      const { error, evaluationResult, stash } = await evaluateAnywhere({
        code,
        context: mockContextOf(bundle),
        function: 'request',
        runtime,
      });
      expect(error?.codeErrors).toBeUndefined();
      expect(error?.message ?? '').not.toMatch(/^code\.js:|^Runtime Error|not emulated/);
      const request = JSON.parse(evaluationResult ?? '{}') as { operation?: string } | null;
      expect(REQUESTS).toContain(request?.operation);
      expect(JSON.parse(stash)).toBeTypeOf('object');
    },
  );
});
