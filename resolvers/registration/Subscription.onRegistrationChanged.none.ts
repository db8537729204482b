import type { Context, NONERequest } from '@aws-appsync/utils';
import { checkId } from '../../domain/text.ts';
import { requireSelf } from '../shared/caller.ts';
import { raiseIf, raiseUnexpected } from '../shared/raise.ts';
import type { SubscriptionOnRegistrationChangedArgs } from '../shared/schema.generated.ts';

/**
 * Guards the subscription at connect time: a person gets their own changes only. Errors: ValidationError, Unauthorized.
 */
export function request(ctx: Context<SubscriptionOnRegistrationChangedArgs>): NONERequest {
  raiseIf(checkId('userId', ctx.args.userId));
  requireSelf(ctx, ctx.args.userId);
  return { payload: null };
}

export function response(ctx: Context<SubscriptionOnRegistrationChangedArgs>) {
  if (ctx.error) {
    return raiseUnexpected(ctx);
  }
  return null;
}
