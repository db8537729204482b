import { loadCode } from '../../src/resolver/loadCode.ts';
import type { Evaluation, ResolverContext } from '../../src/resolver/types.ts';

/** A context as the engine builds it for `Query.getThing(id: "a")` with an API key. */
export function contextOf(overrides: Partial<ResolverContext> = {}): ResolverContext {
  return {
    args: { id: 'a' },
    env: {},
    identity: null,
    source: null,
    stash: {},
    prev: null,
    request: { headers: {}, domainName: null },
    info: {
      fieldName: 'getThing',
      parentTypeName: 'Query',
      variables: {},
      selectionSetList: ['id'],
      selectionSetGraphQL: '{ id }',
    },
    ...overrides,
  };
}

/** A module whose request handler has this body, on line 4 from column 1. */
export function moduleOf(body: string, beside = ''): string {
  return [
    `import { util, runtime } from '@aws-appsync/utils'; import * as ddb from '@aws-appsync/utils/dynamodb'; ${beside}`,
    `export const response = (ctx) => ctx.result;`,
    `export function request(ctx) {`,
    body,
    `}`,
  ].join('\n');
}

/** Runs the body as a request handler. */
export function evaluate(body: string, overrides: Partial<ResolverContext> = {}): Evaluation {
  return loadCode('test', moduleOf(body)).evaluate('request', contextOf(overrides), 'API Key Authorization');
}
