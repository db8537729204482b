import {
  offerIn,
  standingIn,
  type OwnPlace,
  type StandingEvent,
  type ViewerStanding,
  type WindowPhase,
} from 'event-registration-client';

/**
 * What the page says first: of a cancelled event that it is, whatever the reader had there. Who has no profile gets one
 * on the way, so they may do what the event offers.
 */
export function standingShown(event: StandingEvent, place: OwnPlace, phase: WindowPhase): ViewerStanding {
  const standing = event.status === 'CANCELLED' ? 'CANCELLED' : standingIn(event, place, phase);
  return standing === 'NO_PROFILE' ? offerIn(event, phase) : standing;
}

const BUTTONS: Record<ViewerStanding, string | null> = {
  SIGN_IN: null,
  NO_PROFILE: 'Register',
  REGISTERED: null,
  WAITLISTED: null,
  CAN_REGISTER: 'Register',
  CAN_JOIN_WAITLIST: 'Join the waitlist',
  FULL: null,
  NOT_YET_OPEN: null,
  CLOSED: null,
  CANCELLED: null,
};

/** What the button says that a standing calls for; null for none. One that is not known means: ask the API. */
export function buttonFor(standing: ViewerStanding): string | null {
  return standing in BUTTONS ? BUTTONS[standing] : 'Register';
}
