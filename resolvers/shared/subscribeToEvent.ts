import type { Context, NONERequest } from '@aws-appsync/utils';
import { checkId } from '../../domain/text.ts';
import { raiseIf, raiseUnexpected } from './raise.ts';

/**
 * The resolver of a subscription to one event, at connect time: everyone may, if the id is one. Errors:
 * ValidationError.
 */
export function request(ctx: Context<{ eventId: string }>): NONERequest {
  raiseIf(checkId('eventId', ctx.args.eventId));
  return { payload: null };
}

export function response(ctx: Context) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return null;
}
