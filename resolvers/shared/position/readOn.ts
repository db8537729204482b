import { runtime, type Context } from '@aws-appsync/utils';
import { positionNotRead } from '../../../domain/error.ts';
import type { EventItem, LeaverPageItem, RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey, waitlistUpTo, type Key } from '../../../domain/keys.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { pagesBehind } from '../../../domain/waitlist/leavers.ts';
import {
  seeEntries,
  seeEvent,
  seeEventAndEntry,
  seeLeavers,
  seeRegistration,
} from '../../../domain/waitlist/placeSearch.ts';
import { raise, raiseReadFailure } from '../raise.ts';
import { batchGet, batchItems, getItem, isIncomplete, itemOf, pageOf, query } from '../table.ts';
import type { PositionStash } from './stash.ts';

/**
 * Each pipeline step of an exact position: one reading, of whatever the search has to know next. AppSync allows ten
 * steps, which bounds the work of a request without a Lambda: four tries, or one count of seven pages. Errors: Busy.
 */
export function request(ctx: Context<unknown, PositionStash>) {
  const { userId, eventId, search } = ctx.stash;
  if (!search.next) {
    runtime.earlyReturn({}, { skipTo: 'END' });
  }
  if (search.next === 'LEAVERS' && search.join) {
    return query(pagesBehind(eventId, search.join, null), {
      limit: LIMITS.leaverPages,
      nextToken: search.nextToken,
      consistentRead: true,
    });
  }
  if (search.next === 'EVENT_AND_ENTRY') {
    return batchGet(ctx, [eventKey(eventId), ownEntry(ctx)], true);
  }
  if (search.next === 'QUEUE') {
    return query(waitlistUpTo(eventId, search.own?.waitlistedAt ?? '', userId ?? ''), {
      limit: LIMITS.positionPage,
      nextToken: search.nextToken,
      consistentRead: true,
    });
  }
  return getItem(search.next === 'EVENT' ? eventKey(eventId) : registrationKey(userId ?? '', eventId));
}

export function response(ctx: Context<unknown, PositionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', positionNotRead());
  }
  const { search } = ctx.stash;
  if (search.next === 'LEAVERS') {
    const { items, nextToken } = pageOf<LeaverPageItem>(ctx);
    ctx.stash.search = seeLeavers(search, items, nextToken);
  } else if (search.next === 'EVENT_AND_ENTRY') {
    if (isIncomplete(ctx)) {
      return raise(positionNotRead());
    }
    const [event, entry] = batchItems<EventItem | WaitlistEntryItem>(ctx);
    ctx.stash.search = seeEventAndEntry(search, (event as EventItem | null) ?? null, !!entry);
  } else if (search.next === 'QUEUE') {
    const { items, nextToken } = pageOf<WaitlistEntryItem>(ctx);
    ctx.stash.search = seeEntries(search, items, nextToken);
  } else if (search.next === 'EVENT') {
    ctx.stash.search = seeEvent(search, itemOf<EventItem>(ctx));
  } else {
    ctx.stash.search = seeRegistration(search, itemOf<RegistrationItem>(ctx));
  }
  return {};
}

function ownEntry({ stash }: Context<unknown, PositionStash>): Key {
  return waitlistEntryKey(stash.eventId, stash.search.own?.waitlistedAt ?? '', stash.userId ?? '');
}
