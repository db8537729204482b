import { setTimeout as sleep } from 'node:timers/promises';
import type { View } from '../../client/follow.ts';
import type { EventAndPlace } from '../../client/eventAndPlace.ts';
import { followEvent, type Transport } from '../../client/followEvent.ts';
import {
  RegisterForEventDocument,
  UnregisterFromEventDocument,
  type OnEventChangedSubscription,
} from '../../client/operations.generated.ts';
import type { Wire } from '../support/wire.ts';
import { send } from './snippets/fetch.ts';
import type { Api } from './story.ts';

/**
 * Follows the event of the story as bo, by a wire that is cut while bo's seat is given up, and mended after an attempt
 * to reach the API has failed; then ada takes the seat. Answers what bo is shown, in this order.
 */
export async function followOverCut(api: Api, { request, listen }: Transport, wire: Wire): Promise<object> {
  const backstage = { endpoint: api.endpoint, getToken: async () => api.tokens.root };
  let view: View<EventAndPlace> | undefined;
  const messages: unknown[] = [];
  const overhear: Transport['listen'] = (document, variables, listener) =>
    listen(document, variables, { ...listener, next: (message) => (messages.push(message), listener.next(message)) });
  const following = followEvent(
    { request, listen: overhear },
    { eventId: 'yoga', userId: 'bo' },
    (next) => (view = next),
  );
  const shown = async (isSo: (view: View<EventAndPlace>) => boolean) => {
    while (view === undefined || !isSo(view)) {
      await sleep(20);
    }
    const { state, isLive } = view;
    return { seatsTaken: state?.event?.currentRegistrations, status: state?.place?.registrationStatus ?? null, isLive };
  };

  const before = await shown(({ isLive }) => isLive);
  wire.cut();
  const lost = await shown(({ isLive }) => !isLive);
  await send(backstage, UnregisterFromEventDocument, { userId: 'bo', eventId: 'yoga' });
  const unreached = await shown(({ error }) => error !== null);
  wire.mend();
  const back = await shown(({ isLive }) => isLive);
  messages.splice(0);
  await send(backstage, RegisterForEventDocument, { userId: 'ada', eventId: 'yoga' });
  const isAboutAda = (message: unknown) =>
    (message as OnEventChangedSubscription).onEventChanged?.currentRegistrations === 1;
  const heard = await shown(
    ({ state, isLive }) => messages.some(isAboutAda) && isLive && state?.event?.currentRegistrations === 1,
  );
  following.stop();
  return { before, lost, unreached, back, heard };
}

/**
 * What bo is shown: the old truth, admitted to be old; the new truth once it can be; and then what happens next, by
 * message.
 */
export const FOLLOWED_OVER_CUT = {
  before: { seatsTaken: 1, status: 'REGISTERED', isLive: true },
  lost: { seatsTaken: 1, status: 'REGISTERED', isLive: false },
  unreached: { seatsTaken: 1, status: 'REGISTERED', isLive: false },
  back: { seatsTaken: 0, status: null, isLive: true },
  heard: { seatsTaken: 1, status: null, isLive: true },
};
