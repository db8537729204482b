import type { Context, NONERequest } from '@aws-appsync/utils';
import { raiseUnexpected } from './raise.ts';

/** The resolver of a publish mutation: its input is its answer, and so what subscribers get. Nothing is stored. */
export function request(ctx: Context<{ input: object }>): NONERequest {
  return { payload: ctx.args.input };
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return ctx.result as object;
}
