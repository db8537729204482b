import { util, type Context } from '@aws-appsync/utils';
import { busy, internalError, UNCOUNTABLE, type Failure, type Repeating } from '../../domain/error.ts';
import { invalidNextToken } from '../../domain/page.ts';
import { judgeAttempt, type AttemptVerdict, type Effect, type Reason } from '../../domain/verdict.ts';

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

/** Raises InternalError for an unexpected failure; the cause goes to the log only. */
export function raiseUnexpected(ctx: Context): never {
  console.error('unexpected failure', ctx.info.parentTypeName, ctx.info.fieldName, ctx.error);
  return raise(internalError());
}

/**
 * The reasons of a cancelled transaction in the order of its actions
 * (docs/reference/appsync.md#results-and-cancelled-transactions); null if it failed without any.
 */
export function reasonsOf(ctx: Context): Reason[] | null {
  const result = ctx.result as { cancellationReasons?: (Pick<Reason, 'type'> & Partial<Reason>)[] | null } | null;
  const reasons = result?.cancellationReasons;
  return reasons ? reasons.map((reason) => ({ type: reason.type, item: reason.item ?? null })) : null;
}

/** The verdict of the step's own attempt to write, which has failed. */
export function judgeFailure(ctx: Context): AttemptVerdict {
  return judgeAttempt(ctx.error?.type ?? '', ctx.error?.message ?? '', reasonsOf(ctx));
}

/** Whether the step's own single write has failed by its condition; the item as stored is then the result. */
export function hasFailedCondition(ctx: Context): boolean {
  return (ctx.error?.type ?? '').indexOf('ConditionalCheckFailed') > -1;
}

/**
 * Raises what a failed write means: the explained failure, Busy (whose outcome says whether it may have been made), or
 * InternalError.
 */
export function raiseWriteFailure(ctx: Context, explained: Failure | null): never {
  if (explained !== null) {
    return raise(explained);
  }
  const verdict = judgeFailure(ctx);
  return verdict === 'BROKEN' ? raiseUnexpected(ctx) : raise(busy(verdict));
}

/**
 * Raises what a failed read means: a bad nextToken, Busy, or InternalError.
 * @param effect of the steps before it
 * @param told what is answered in place of the usual Busy
 */
export function raiseReadFailure(ctx: Context, effect: Effect = 'NOT_MADE', told: Failure | null = null): never {
  const type = ctx.error?.type ?? '';
  if (judgeAttempt(type, ctx.error?.message ?? '', null) !== 'BROKEN') {
    return raise(told === null ? busy(effect) : told);
  }
  // A token of another list is refused by AppSync, one of this list with other arguments by DynamoDB
  // (docs/reference/appsync.md#errors-of-dynamodb, docs/reference/appsync.md#nexttoken).
  const isAboutToken = type === 'DynamoDB:UserIllegalArgumentException' || type === 'DynamoDB:DynamoDbException';
  const { nextToken } = ctx.args as { nextToken?: string | null };
  return nextToken && isAboutToken ? raise(invalidNextToken()) : raiseUnexpected(ctx);
}

/**
 * Raises what a failed Lambda invocation of a write means: a throttled one did nothing, a crashed or late one may have,
 * and so may the attempts of the steps before it.
 * @param effect of these
 */
export function raiseLambdaFailure(ctx: Context, effect: Effect, repeating: Repeating | null): never {
  const type = ctx.error?.type ?? '';
  const isMistake =
    type.indexOf('AccessDenied') > -1 || type.indexOf('IllegalArgument') > -1 || type.indexOf('NotFound') > -1;
  const message = ctx.error?.message ?? '';
  const isForbidden = message.indexOf('is not authorized to perform') > -1;
  if (isMistake || isForbidden || message.indexOf(UNCOUNTABLE) > -1) {
    return raiseUnexpected(ctx);
  }
  const isThrottled = type.indexOf('TooManyRequests') > -1 || type.indexOf('Throttl') > -1;
  return raise(busy(isThrottled ? effect : 'MAYBE_MADE', repeating));
}
