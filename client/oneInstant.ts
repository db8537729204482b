/** An event and a place in its queue are brought by different messages: shows both as of one instant. */
import type { Following, View } from './follow.ts';
import type { EventAndPlace, FollowedEvent } from './followEvent.ts';
import type { Place } from './position.ts';

/** So many versions of one part are kept until the other part is as far. */
const MAX_KEPT = 100;

/**
 * Passes on what is followed as soon as event and place belong together, by the version of the waitlist; until then it
 * goes on with what it has shown. Where the queue changes faster than the messages of both kinds arrive side by side,
 * it shows the latest version that it has of both. After `waitMs` it shows what there is, and has it fetched: a message
 * was lost. What `change` does ahead of the server is shown at once.
 */
export function showOneInstant(
  follow: (show: (view: View<EventAndPlace>) => void) => Following<EventAndPlace>,
  show: (view: View<EventAndPlace>) => void,
  waitMs: number,
): Following<EventAndPlace> {
  const events = new Map<number, FollowedEvent>();
  const places = new Map<number, Place>();
  let latest: View<EventAndPlace> | undefined;
  let shown: EventAndPlace | undefined;
  /** What the event's waitlist is at least, since the place was left or became a seat. */
  let leastVersion = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAhead = false;

  const pass = (view: View<EventAndPlace>, state: EventAndPlace | undefined): void => {
    shown = state;
    show(state === view.state ? view : { ...view, state });
  };
  const passWhole = (view: View<EventAndPlace>): void => {
    clearTimeout(timer);
    timer = undefined;
    events.clear();
    places.clear();
    keep(view.state);
    pass(view, view.state);
  };
  const keep = (state: EventAndPlace | undefined): void => {
    if (state?.event && typeof state.place?.waitlistVersion === 'number') {
      add(events, state.event.waitlistVersion, state.event);
      add(places, state.place.waitlistVersion, state.place);
    }
  };

  const hear = (view: View<EventAndPlace>): void => {
    const before = latest?.state;
    latest = view;
    const { state } = view;
    if (state?.event?.createdAt !== before?.event?.createdAt) {
      leastVersion = 0;
      events.clear();
      places.clear();
    } else if (
      typeof before?.place?.waitlistVersion === 'number' &&
      state?.place?.registrationStatus !== 'WAITLISTED'
    ) {
      leastVersion = before.place.waitlistVersion + 1;
    }
    if (isAhead || shown === undefined || state === undefined || isOfOneInstant(state, leastVersion)) {
      passWhole(view);
      return;
    }
    keep(state);
    const common = Math.max(...[...places.keys()].filter((version) => events.has(version)));
    const [event, place] = [events.get(common), places.get(common)];
    const isNews =
      event !== undefined &&
      place !== undefined &&
      state.place?.registrationStatus === 'WAITLISTED' &&
      (event !== shown.event || place !== shown.place);
    if (isNews) {
      clearTimeout(timer);
      timer = undefined;
    }
    timer ??= setTimeout(() => {
      passWhole(latest ?? view);
      following.refetch();
    }, waitMs);
    pass(view, isNews ? { ...state, event, place } : shown);
  };

  const following = follow(hear);
  return {
    ...following,
    change(alter) {
      isAhead = true;
      following.change(alter);
      isAhead = false;
    },
    stop() {
      clearTimeout(timer);
      following.stop();
    },
  };
}

function isOfOneInstant({ event, place }: EventAndPlace, leastVersion: number): boolean {
  return (
    event === null ||
    event.deleted === true ||
    (typeof place?.waitlistVersion === 'number'
      ? place.waitlistVersion === event.waitlistVersion
      : event.waitlistVersion >= leastVersion)
  );
}

function add<Part>(parts: Map<number, Part>, version: number, part: Part): void {
  parts.set(version, part);
  if (parts.size > MAX_KEPT) {
    parts.delete(parts.keys().next().value as number);
  }
}
