import { runtime, type Context } from '@aws-appsync/utils';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey, type Key } from '../../../domain/keys.ts';
import { seeEvent, seeEventAndEntry, seeRegistration } from '../../../domain/waitlist/placeSearch.ts';
import { raise, raiseReadFailure } from '../raise.ts';
import { batchGet, batchItems, getItem, isIncomplete, itemOf } from '../table.ts';
import { countOn, isCounting, seeCounted } from './count.ts';
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
  if (isCounting(search)) {
    return countOn(search, eventId, userId ?? '');
  }
  if (search.next === 'EVENT_AND_ENTRY') {
    return batchGet(ctx, [eventKey(eventId), ownEntry(ctx)], true);
  }
  return getItem(search.next === 'EVENT' ? eventKey(eventId) : registrationKey(userId ?? '', eventId));
}

export function response(ctx: Context<unknown, PositionStash>) {
  if (ctx.error) {
    return raiseReadFailure(ctx, 'NOT_MADE', ctx.stash.unread);
  }
  const { search } = ctx.stash;
  if (isCounting(search)) {
    ctx.stash.search = seeCounted(ctx, search);
  } else if (search.next === 'EVENT_AND_ENTRY') {
    if (isIncomplete(ctx)) {
      return raise(ctx.stash.unread);
    }
    const [event, entry] = batchItems<EventItem | WaitlistEntryItem>(ctx);
    ctx.stash.search = seeEventAndEntry(search, (event as EventItem | null) ?? null, !!entry);
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
