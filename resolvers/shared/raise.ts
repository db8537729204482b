import { util, type Context } from '@aws-appsync/utils';
import { busy, internalError, type Failure } from '../../domain/error.ts';
import { invalidNextToken } from '../../domain/page.ts';
import { isBroken, verdictOfError, type Reason } from '../../domain/transaction.ts';

/** Ends the field with a failure of the closed list. The one place where resolvers raise errors. */
export function raise(failure: Failure): never {
  if (failure.errorType === 'Unauthorized') {
    util.unauthorized();
  }
  return util.error(failure.message, failure.errorType, null, failure.errorInfo);
}

/** Raises the failure, if there is one. */
export function raiseIf(failure: Failure | null): void {
  if (failure !== null) {
    raise(failure);
  }
}

/** Raises InternalError; the cause goes to the log only. */
function raiseInternal(ctx: Context): never {
  console.error('unexpected failure', ctx.info.parentTypeName, ctx.info.fieldName, ctx.error);
  return raise(internalError());
}

/** The reasons of a cancelled transaction in the order of its actions (reference appsync 5.2); null if it failed without any. */
export function reasonsOf(ctx: Context): Reason[] | null {
  const reasons = ctx.result?.cancellationReasons as { type: string; item?: Record<string, unknown> | null }[] | null | undefined;
  return reasons ? reasons.map((reason) => ({ type: reason.type, item: reason.item ?? null })) : null;
}

/** Whether a failed write was definitely not made, and may succeed if tried again: conflicts, throttles, a changed state. */
export function isRefused(ctx: Context): boolean {
  const reasons = reasonsOf(ctx);
  return reasons === null ? verdictOf(ctx) === 'REFUSED' : !isBroken(reasons);
}

/** Whether a failed write may have been made: an error without reasons, such as a time-out. */
export function isUncertain(ctx: Context): boolean {
  return reasonsOf(ctx) === null && verdictOf(ctx) === 'UNCERTAIN';
}

function verdictOf(ctx: Context) {
  return verdictOfError(ctx.error?.type ?? '', ctx.error?.message ?? '');
}

/**
 * Raises what a failed write means: the explained failure, Busy (with outcome NONE if it was definitely refused, UNKNOWN if it
 * may have taken effect), or InternalError.
 */
export function raiseWriteFailure(ctx: Context, explained: Failure | null): never {
  if (explained !== null) {
    return raise(explained);
  }
  if (isRefused(ctx)) {
    return raise(busy('NONE'));
  }
  return isUncertain(ctx) ? raise(busy('UNKNOWN')) : raiseInternal(ctx);
}

/** Raises what a failed read means: a bad nextToken, Busy/NONE, or InternalError. */
export function raiseReadFailure(ctx: Context): never {
  const type = ctx.error?.type ?? '';
  if (verdictOf(ctx) !== 'BROKEN') {
    return raise(busy('NONE'));
  }
  // A token of another list is refused by AppSync, one of this list with other arguments by DynamoDB (reference appsync 5.3, 5.7).
  const isAboutToken = type === 'DynamoDB:UserIllegalArgumentException' || type === 'DynamoDB:DynamoDbException';
  return ctx.args.nextToken && isAboutToken ? raise(invalidNextToken()) : raiseInternal(ctx);
}

/**
 * Raises what a failed Lambda invocation of a write means; a throttled one did nothing, a crashed or late one may have, and so
 * may the resolver's own transaction before it (`stash.isUncertain`).
 */
export function raiseLambdaFailure(ctx: Context): never {
  const type = ctx.error?.type ?? '';
  const isMistake = type.indexOf('AccessDenied') > -1 || type.indexOf('IllegalArgument') > -1 || type.indexOf('NotFound') > -1;
  const isForbidden = (ctx.error?.message ?? '').indexOf('is not authorized to perform') > -1;
  if (isMistake || isForbidden) {
    return raiseInternal(ctx);
  }
  const isThrottled = type.indexOf('TooManyRequests') > -1 || type.indexOf('Throttl') > -1;
  return raise(busy(isThrottled && !ctx.stash.isUncertain ? 'NONE' : 'UNKNOWN'));
}

/** Raises the failure of a pipeline whose steps have all ended: nothing expected can be left here. */
export function raiseUnexpected(ctx: Context): never {
  return raiseInternal(ctx);
}
