import { runtime, type Context } from '@aws-appsync/utils';
import { eventKey, registrationKey, userKey } from '../../../domain/keys.ts';
import { explainRepeat } from '../../../domain/waitlist/repeat.ts';
import { currentTimestamp } from '../../shared/clock.ts';
import { raise } from '../../shared/raise.ts';
import type { MutationRegisterForEventArgs } from '../../shared/schema.generated.ts';
import { batchGet, batchItems, isIncomplete } from '../../shared/table.ts';
import { askingOf, type Stash } from './pipeline.ts';

/**
 * Looks for what earlier calls of a repeated request have made, so that it writes nothing in vain; skipped for a first
 * call. Whatever it cannot say for certain, also when reading fails, is left to the steps after it.
 */
export function request(ctx: Context<MutationRegisterForEventArgs, Stash>) {
  if (!ctx.args.isRepeat) {
    runtime.earlyReturn({});
  }
  ctx.stash.now = currentTimestamp();
  const { userId, eventId } = ctx.stash.request;
  return batchGet(ctx, [userKey(userId), eventKey(eventId), registrationKey(userId, eventId)], true);
}

export function response(ctx: Context<MutationRegisterForEventArgs, Stash>) {
  if (ctx.error) {
    return {};
  }
  if (isIncomplete(ctx)) {
    return {};
  }
  const found = batchItems<Record<string, unknown>>(ctx);
  const decision = explainRepeat(
    ctx.stash.request,
    found[0] ?? null,
    found[1] ?? null,
    found[2] ?? null,
    ctx.stash.now,
  );
  if (decision.kind === 'failed') {
    return raise(decision.failure);
  }
  ctx.stash.triesSeat = decision.kind === 'open';
  if (decision.kind === 'mine') {
    ctx.stash.effect = 'MAYBE_MADE';
    ctx.stash.done = decision.registration;
  }
  if (decision.kind === 'queue') {
    ctx.stash.queue = decision.event;
  }
  if (decision.kind === 'contended') {
    // An earlier call may have a ticket in the lane, so the next one is worth it only if somebody waits for it.
    ctx.stash.ticket = { asking: askingOf(ctx), isLeft: false };
  }
  return {};
}
