/**
 * What the reader may do about an event, between two fetches: the rule of the server’s `viewerStanding`, applied to
 * what is shown. A button’s state follows from it; whether the button then works, the server decides.
 */
import { countdownAt, type RegistrationWindow, type WindowPhase } from './countdown.ts';
import type { EventStatus, RegistrationStatus, ViewerStanding } from './operations.generated.ts';

/** What of an event decides: every event that was fetched is one. */
export interface StandingEvent extends RegistrationWindow {
  status: EventStatus;
  seatsLeft: number;
  waitlistCount: number;
  waitlistEnabled: boolean;
  /** As it was fetched; absent where it was not, as for API keys: then nobody is signed in. */
  viewerStanding?: ViewerStanding | null;
  /** Whether it was deleted while it was followed. */
  deleted?: boolean;
}

/** The reader's own registration; null: they have none. */
export type OwnPlace = { registrationStatus: RegistrationStatus | null } | null;

/** What follows from event, place and time. All else, also what later servers add, is as it was fetched. */
const RULED: readonly unknown[] = [
  'REGISTERED',
  'WAITLISTED',
  'CAN_REGISTER',
  'CAN_JOIN_WAITLIST',
  'FULL',
  'NOT_YET_OPEN',
  'CLOSED',
  'CANCELLED',
] satisfies ViewerStanding[];

/** The reader's standing at a moment of the server's clock, in epoch milliseconds. */
export function standingOf(event: StandingEvent, place: OwnPlace, serverMs: number): ViewerStanding {
  return standingIn(event, place, countdownAt(event, serverMs).phase);
}

/** The same, by what `countDown` shows: so it turns over as registering opens and closes, without a fetch. */
export function standingIn(event: StandingEvent, place: OwnPlace, phase: WindowPhase): ViewerStanding {
  const fetched = event.viewerStanding ?? 'SIGN_IN';
  if (place !== null && place.registrationStatus !== null) {
    return place.registrationStatus;
  }
  return RULED.includes(fetched) ? offerIn(event, phase) : fetched;
}

/** What an event offers whoever has a profile and no registration: what NO_PROFILE comes to after `createUser`. */
export function offerIn(event: StandingEvent, phase: WindowPhase): ViewerStanding {
  if (event.status === 'CANCELLED' || event.deleted === true) {
    return 'CANCELLED';
  }
  if (event.status === 'OPEN' && phase === 'AHEAD') {
    return 'NOT_YET_OPEN';
  }
  if (event.status !== 'OPEN' || phase === 'OVER') {
    return 'CLOSED';
  }
  if (event.seatsLeft > 0 && event.waitlistCount <= 0) {
    return 'CAN_REGISTER';
  }
  return event.waitlistEnabled ? 'CAN_JOIN_WAITLIST' : 'FULL';
}

/** The fields of an event that a cache has to know to apply the rule; the last says as of when. */
export const STANDING_FIELDS = [
  'status',
  'seatsLeft',
  'waitlistCount',
  'waitlistEnabled',
  'registrationOpensAt',
  'registrationClosesAt',
  'serverTime',
] as const;

/** What a cache knows beside an event's `viewerStanding` as it was fetched. */
export interface CachedStanding {
  fetched: ViewerStanding | undefined;
  /** Of the event, as it is known now. */
  event: Partial<Record<(typeof STANDING_FIELDS)[number], unknown>>;
  /** The reader's registration; undefined: not known. */
  place: OwnPlace | undefined;
  /** Whether the reader's profile has been seen. */
  hasProfile: boolean;
}

/**
 * What a cache answers for `viewerStanding`: the rule where it knows enough, else what was fetched. It looks at no
 * clock: what was fetched before the opening turns over by `standingIn`, or with the next fetch.
 */
export function standingInCache({ fetched, event, place, hasProfile }: CachedStanding): ViewerStanding | undefined {
  if (fetched === undefined || place === undefined || STANDING_FIELDS.some((name) => event[name] === undefined)) {
    return fetched;
  }
  const { serverTime, ...known } = event as StandingEvent & { serverTime: string };
  const viewerStanding = fetched === 'NO_PROFILE' && hasProfile ? 'CLOSED' : fetched;
  return standingOf({ ...known, viewerStanding }, place, Date.parse(serverTime));
}
