/**
 * React hooks: an event that keeps itself true, and what the reader may do about it. Both read stores outside of React,
 * so they are right in StrictMode and where rendering is interrupted; on a server they begin nothing.
 */
import { useMemo, useSyncExternalStore } from 'react';
import { countDown, countdownAt, type WindowPhase } from './countdown.ts';
import type { EventAndPlace } from './eventAndPlace.ts';
import type { Following, View } from './follow.ts';
import { followEvent, type Transport } from './followEvent.ts';
import type { ViewerStanding } from './operations.generated.ts';
import { standingIn } from './standing.ts';

/** What there is to show, with what of `Following` a component calls: the same functions at every rendering. */
export interface EventView extends View<EventAndPlace>, Pick<Following<EventAndPlace>, 'refetch' | 'change'> {}

/** What the page of a browser has, and other places where React runs may lack. */
interface Page {
  addEventListener?(type: string, act: () => void): void;
  removeEventListener?(type: string, act: () => void): void;
}

/** When a device may be back: what waits for its next attempt is tried at once. */
const MAY_BE_BACK = ['online', 'visibilitychange'];

/**
 * Follows an event, and with `userId` (the caller's own) their registration, as `followEvent` does, for as long as the
 * component is there. Another event, person or transport begins anew: make the transport once, outside of components.
 */
export function useEvent(
  transport: Transport,
  { eventId, userId }: { eventId: string; userId?: string | undefined },
): EventView {
  const store = useMemo(() => eventStore(transport, eventId, userId), [transport, eventId, userId]);
  return useSyncExternalStore(store.subscribe, store.read, store.readFirst);
}

/**
 * What the reader may do, turning over with the server's clock and with each change of what is shown; undefined while
 * that is not known. On a server, and in the page until it takes over from it, as it was fetched.
 * @param state of `useEvent`
 */
export function useStanding(state: EventAndPlace | undefined): ViewerStanding | undefined {
  const { registrationOpensAt = null, registrationClosesAt = null } = state?.event ?? {};
  const aheadMs = state?.clock?.aheadMs ?? 0;
  const store = useMemo(
    () => phaseStore(registrationOpensAt, registrationClosesAt, aheadMs),
    [registrationOpensAt, registrationClosesAt, aheadMs],
  );
  const phase = useSyncExternalStore(store.subscribe, store.read, asFetched);
  if (!state?.event) {
    return undefined;
  }
  const { event, place } = state;
  return phase === null ? (event.viewerStanding ?? 'SIGN_IN') : standingIn(event, place, phase);
}

/** Follows from the first rendering that is kept until the component goes. One that comes back shows what it had. */
function eventStore(transport: Transport, eventId: string, userId: string | undefined) {
  let following: Following<EventAndPlace> | undefined;
  const controls: Pick<EventView, 'refetch' | 'change'> = {
    refetch: () => following?.refetch(),
    change: (alter) => following?.change(alter),
  };
  const first: EventView = { state: undefined, isLive: false, error: null, ...controls };
  let shown = first;
  return {
    read: () => shown,
    readFirst: () => first,
    subscribe(changed: () => void) {
      const mine = followEvent(transport, { eventId, userId }, ({ state = shown.state, ...view }) => {
        shown = { state, ...view, ...controls };
        changed();
      });
      following = mine;
      const page: Page = globalThis;
      const { hurry } = mine;
      MAY_BE_BACK.forEach((type) => page.addEventListener?.(type, hurry));
      return () => {
        MAY_BE_BACK.forEach((type) => page.removeEventListener?.(type, hurry));
        mine.stop();
        shown = { ...shown, isLive: false };
      };
    },
  };
}

/** The phase of a window of registering, by the server's clock. */
function phaseStore(registrationOpensAt: string | null, registrationClosesAt: string | null, aheadMs: number) {
  const window = { registrationOpensAt, registrationClosesAt };
  let phase: WindowPhase | undefined;
  return {
    read: () => (phase ??= countdownAt(window, Date.now() + aheadMs).phase),
    subscribe: (changed: () => void) =>
      countDown(window, { aheadMs, withinMs: 0 }, (countdown) => {
        phase = countdown.phase;
        changed();
      }),
  };
}

const asFetched = (): null => null;
