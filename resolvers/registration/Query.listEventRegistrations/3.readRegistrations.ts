import { runtime, type Context } from '@aws-appsync/utils';
import { busy } from '../../../domain/error.ts';
import type { RegistrationItem } from '../../../domain/item.ts';
import { fits } from '../../../domain/registration/filter.ts';
import { toRegistration, type Registration } from '../../../domain/registration/registration.ts';
import type { ListedEvent, ViewedEvent } from '../../shared/parent.ts';
import { raise, raiseReadFailure } from '../../shared/raise.ts';
import type { QueryListEventRegistrationsArgs } from '../../shared/schema.generated.ts';
import { batchGet, batchItems, isIncomplete, type KeyPage, type Page } from '../../shared/table.ts';
import type { Stash } from './pipeline.ts';

/**
 * Turns the keys of (2) into registrations; those ended meanwhile are dropped, and those that no
 * longer fit the filter. Errors: Busy.
 */
export function request(ctx: Context<unknown, Stash, { result: KeyPage }>) {
  const { keys, nextToken } = ctx.prev.result;
  ctx.stash.nextToken = nextToken;
  if (keys.length === 0) {
    runtime.earlyReturn({ items: [], nextToken });
  }
  return batchGet(ctx, keys, false);
}

export function response(ctx: Context<QueryListEventRegistrationsArgs, Stash>): Page<Registration> {
  if (ctx.error) {
    return raiseReadFailure(ctx);
  }
  if (isIncomplete(ctx)) {
    return raise(busy('NOT_MADE'));
  }
  const filter = ctx.args.filter ?? {};
  const items = batchItems<RegistrationItem>(ctx).filter(
    (item) => item !== null && fits(filter, item),
  ) as RegistrationItem[];
  const { viewer } = ctx.stash;
  const event: ListedEvent & Partial<ViewedEvent> = {
    ...ctx.stash.event,
    isListed: true,
    ...(viewer ? { viewer } : {}),
  };
  return { items: items.map((item) => ({ ...toRegistration(item), event })), nextToken: ctx.stash.nextToken };
}
