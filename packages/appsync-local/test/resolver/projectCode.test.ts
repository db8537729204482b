import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareResolvers } from '../../../../infra/wiring/prepareResolvers.ts';
import { handlerFilesOf } from '../../../../infra/wiring/resolverFile.ts';
import { contextOf } from '../../../../test/support/failures.ts';
import { evaluateAnywhere } from './evaluator.ts';

const outputFolder = mkdtempSync(join(tmpdir(), 'evaluated-bundles-'));
afterAll(() => rmSync(outputFolder, { recursive: true }));
const resolvers = prepareResolvers(readFileSync('schema.graphql', 'utf8'), {
  resolversFolder: resolve('resolvers'),
  outputFolder,
});
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
      const code = readFileSync(join(outputFolder, `${bundle}.js`), 'utf8');
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
