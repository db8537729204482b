import type { Event } from './event/event.ts';
import type { EventStatus, RegistrationStatus } from './item.ts';
import type { Registration } from './registration/registration.ts';
import type { Effect } from './verdict.ts';

/**
 * The closed list of errors: what each means to the caller, and what its `errorInfo` holds. Clients switch on
 * `errorType`. Their types and guards (`npm run codegen`) and the section of docs/api.md (`npm run docs`) are made from
 * this list and its comments. AppSync logs messages and `errorInfo` of failing fields, so neither holds a user id: the
 * caller knows whom they asked about (docs/design.md#people-and-logs).
 */
export interface ErrorInfos {
  /**
   * A value breaks a limit or rule: `field` names it, and what else is there says what is allowed. Let the person
   * correct it.
   */
  ValidationError: { retryable: false; field: string } & Record<string, unknown>;
  /** The person who would register does not exist, or is being deleted. `createUser` first. After `deleteUser`: done. */
  UserNotFound: { retryable: false };
  /** The user is there already, which is fine when signing in; or is being deleted still (`deleteUser`): try later. */
  UserAlreadyExists: { retryable: false };
  /**
   * The person organizes so many `events` that are not over (100 are looked at). Hand them over (`updateEvent`), or
   * cancel them; then delete the person.
   */
  UserIsOrganizer: { retryable: false; events: number };
  /** There is no such event, or it was never public and the caller may not see it. */
  EventNotFound: { retryable: false; eventId: string };
  /**
   * The id is taken. `event` is the stored one without its organizer: after a lost answer, compare it with what you
   * sent; `isSameOrganizer` says whether the organizer is the same. It is null if the caller may not see it, or if it
   * was deleted: the id of a deleted event stays its organizer's.
   */
  EventAlreadyExists: { retryable: false; eventId: string; isSameOrganizer: boolean; event: StoredEvent | null };
  /**
   * The event takes no registrations now, or lets nobody in: `status` says why or, where that is OPEN, `opensAt` and
   * `closesAt` (null: not limited). `serverTime` is the moment by which the call was judged: when it began, by the
   * server's clock.
   */
  EventNotOpen: {
    retryable: false;
    eventId: string;
    status: EventStatus;
    opensAt: string | null;
    closesAt: string | null;
    serverTime: string;
  };
  /** No seat is free, and the event has no waitlist. */
  EventFull: { retryable: false; eventId: string; capacity: number };
  /** Only an event with nobody registered or waiting can be deleted. Cancel it instead. */
  EventNotEmpty: { retryable: false; eventId: string; currentRegistrations: number; waitlistCount: number };
  /** `registration` is the one that stands, without user and position. After a lost answer this is success. */
  AlreadyRegistered: { retryable: false; eventId: string; registration: StandingRegistration };
  /** There is nothing to give up. After a lost answer this means: done. */
  NotRegistered: { retryable: false; eventId: string };
  /**
   * The registration has another status than the call asked for: `ifStatus`, or a seat (REGISTERED) to check in to.
   * Nothing was changed.
   */
  RegistrationStatusChanged: {
    retryable: false;
    eventId: string;
    registrationId: string;
    registrationStatus: RegistrationStatus;
  };
  /** The person has come to the event, as `checkedInAt` says: the seat cannot be given up before `undoCheckIn`. */
  AlreadyCheckedIn: { retryable: false; eventId: string; registrationId: string; checkedInAt: string };
  /**
   * Somebody has changed the event since the version that the call has named (`ifVersion`); it now has `version`.
   * This call has changed nothing. Read the event, and let the person compare: after `Busy` or a lost answer it may be
   * their own change. A capacity that was being raised may then be half-way; the call without `ifVersion` finishes it.
   */
  EventChanged: { retryable: false; eventId: string; version: number };
  /** More seats are taken than the new capacity has. Nothing was changed. */
  CapacityBelowRegistrations: { retryable: false; eventId: string; capacity: number; currentRegistrations: number };
  /**
   * Contention or throttling outlasted the time there was. Repeat the very same call after about `retryAfterMs`, which
   * is safe; `registerForEvent` with `isRepeat` and this `clientRequestId`. `outcome` says whether nothing was
   * done (`NONE`) or it is not known (`UNKNOWN`): it may even happen later, but not after `decidedBy` (null: not said).
   * A call with `isRepeat` answers for the calls before it as well.
   */
  Busy: {
    retryable: true;
    outcome: 'NONE' | 'UNKNOWN';
    retryAfterMs: number;
    decidedBy: string | null;
    clientRequestId: string | null;
  };
  /** The change was made, but this field of its answer could not be read. Do not repeat the call: look. */
  AnswerIncomplete: { retryable: false };
  /** The caller may not do this. `errorInfo` is null on the wire, as always with AppSync’s own errors. */
  Unauthorized: { retryable: false };
  /** A fault on our side; the cause is in the log only. Any operation may answer it, none should. */
  InternalError: { retryable: false };
}

/** An event as errors show it. */
type StoredEvent = Omit<Event, 'organizer'>;

/** What is told of an event that takes no registrations. */
interface NotOpenEvent {
  eventId: string;
  status: EventStatus;
  opensAt?: string | null;
  closesAt?: string | null;
}

/** A registration as errors show it: errors are logged, so it names nobody, and has nobody's words. */
type StandingRegistration = Omit<Registration, 'userId' | 'admittedBy' | 'admissionReason' | 'event' | 'user'>;

export type ErrorType = keyof ErrorInfos;

/** An error to be raised; `Failure<'EventFull'>` is one of that type. */
export type Failure<Type extends ErrorType = ErrorType> = {
  [T in Type]: { errorType: T; message: string; errorInfo: ErrorInfos[T] };
}[Type];

/** An input breaks a limit or rule: `field` names it, `limits` (if any) says what is allowed. */
export function validationError(field: string, message: string, limits?: Record<string, unknown>): Failure {
  return {
    errorType: 'ValidationError',
    message: `${field} ${message}`,
    errorInfo: { retryable: false, field, ...limits },
  };
}

export function userNotFound(): Failure {
  return { errorType: 'UserNotFound', message: 'There is no such user.', errorInfo: { retryable: false } };
}

export function userAlreadyExists(): Failure {
  return {
    errorType: 'UserAlreadyExists',
    message: 'There is already a user with this id.',
    errorInfo: { retryable: false },
  };
}

export function userIsOrganizer(events: number): Failure {
  return {
    errorType: 'UserIsOrganizer',
    message: 'The user organizes events that are not over.',
    errorInfo: { retryable: false, events },
  };
}

export function eventNotFound(eventId: string): Failure {
  return {
    errorType: 'EventNotFound',
    message: `There is no event ${eventId}.`,
    errorInfo: { retryable: false, eventId },
  };
}

/**
 * `stored` is the stored event, null where the caller may not see it, or it is deleted; `organizer` is the one that was
 * asked for.
 */
export function eventAlreadyExists(eventId: string, organizer: string | null, stored: Event | null): Failure {
  return {
    errorType: 'EventAlreadyExists',
    message: `The id ${eventId} is taken by another event.`,
    errorInfo: {
      retryable: false,
      eventId,
      isSameOrganizer: stored !== null && stored.organizer === organizer,
      event: stored === null ? null : withoutOrganizer(stored),
    },
  };
}

function withoutOrganizer(event: Event): StoredEvent {
  const { organizer, ...shown } = event;
  return shown;
}

/** `serverTime` is the moment by which the request is judged. */
export function eventNotOpen(
  { eventId, status, opensAt = null, closesAt = null }: NotOpenEvent,
  serverTime: string,
): Failure {
  return {
    errorType: 'EventNotOpen',
    message: `Event ${eventId} does not take registrations${whyNotOpen(status, opensAt, closesAt, serverTime)}.`,
    errorInfo: { retryable: false, eventId, status, opensAt, closesAt, serverTime },
  };
}

function whyNotOpen(status: EventStatus, opensAt: string | null, closesAt: string | null, serverTime: string): string {
  if (status !== 'OPEN') {
    return `: it is ${status}`;
  }
  return opensAt !== null && serverTime < opensAt ? ` before ${opensAt}` : ` from ${closesAt ?? serverTime} on`;
}

export function eventFull(eventId: string, capacity: number): Failure {
  return {
    errorType: 'EventFull',
    message: `Event ${eventId} has no free seat and no waitlist.`,
    errorInfo: { retryable: false, eventId, capacity },
  };
}

export function eventNotEmpty(eventId: string, currentRegistrations: number, waitlistCount: number): Failure {
  return {
    errorType: 'EventNotEmpty',
    message: `Event ${eventId} still has registrations or people waiting.`,
    errorInfo: { retryable: false, eventId, currentRegistrations, waitlistCount },
  };
}

/** `standing` is the registration that stands in the way. */
export function alreadyRegistered(eventId: string, standing: Registration): Failure {
  const { userId, admittedBy, admissionReason, event, ...registration } = standing;
  return {
    errorType: 'AlreadyRegistered',
    message: `There is already a registration of this user for event ${eventId}.`,
    errorInfo: { retryable: false, eventId, registration },
  };
}

export function notRegistered(eventId: string): Failure {
  return {
    errorType: 'NotRegistered',
    message: `There is no registration of this user for event ${eventId}.`,
    errorInfo: { retryable: false, eventId },
  };
}

export function registrationStatusChanged(
  eventId: string,
  registrationId: string,
  registrationStatus: RegistrationStatus,
): Failure {
  return {
    errorType: 'RegistrationStatusChanged',
    message: `The registration for event ${eventId} has another status than was asked for.`,
    errorInfo: { retryable: false, eventId, registrationId, registrationStatus },
  };
}

export function alreadyCheckedIn(eventId: string, registrationId: string, checkedInAt: string): Failure {
  return {
    errorType: 'AlreadyCheckedIn',
    message: `The person has been checked in for event ${eventId}, so the seat cannot be given up.`,
    errorInfo: { retryable: false, eventId, registrationId, checkedInAt },
  };
}

/** `version` is the one that the event has now. */
export function eventChanged(eventId: string, version: number): Failure {
  return {
    errorType: 'EventChanged',
    message: `Event ${eventId} was changed since it was read.`,
    errorInfo: { retryable: false, eventId, version },
  };
}

export function capacityBelowRegistrations(eventId: string, capacity: number, currentRegistrations: number): Failure {
  return {
    errorType: 'CapacityBelowRegistrations',
    message: `Event ${eventId} already has more registrations than the new capacity.`,
    errorInfo: { retryable: false, eventId, capacity, currentRegistrations },
  };
}

/** How a call that was told Busy is repeated. */
export interface Repeating {
  /** A timestamp: nothing that was begun takes effect after it. */
  decidedBy: string;
  /** Lets a repeated registration find its own work; null where there is none. */
  clientRequestId: string | null;
  /** Whether an earlier call of the same request may still be served, which has begun before this one. */
  isRepeat: boolean;
}

/** The call has nothing in progress, so it may be repeated soon. */
const RETRY_AFTER_NOTHING_MS = 2000;
/** What the call has in progress needs a while; who comes sooner is in the way. */
const RETRY_AFTER_ATTEMPT_MS = 5000;

/**
 * Contention, throttling or lost answers outlasted the time there was; `effect` is what the call may have done until
 * then. What it says is true of the whole request: a repeated call that has done nothing does not say so, since an
 * earlier one may have a ticket that is still served.
 */
export function busy(effect: Effect, repeating: Repeating | null = null): Failure {
  const clientRequestId = repeating === null ? null : repeating.clientRequestId;
  const retryAfterMs = effect === 'NOT_MADE' ? RETRY_AFTER_NOTHING_MS : RETRY_AFTER_ATTEMPT_MS;
  if (effect === 'NOT_MADE' && (repeating === null || !repeating.isRepeat)) {
    return {
      errorType: 'Busy',
      message: 'The system is busy and nothing was changed. Please try again.',
      errorInfo: { retryable: true, outcome: 'NONE', retryAfterMs, decidedBy: null, clientRequestId },
    };
  }
  return {
    errorType: 'Busy',
    message:
      'The system is busy and it is not known whether the change was made. Please look, or repeat the same call.',
    errorInfo: {
      retryable: true,
      outcome: 'UNKNOWN',
      retryAfterMs,
      decidedBy: repeating === null ? null : repeating.decidedBy,
      clientRequestId,
    },
  };
}

/**
 * A registration with its position could not be read: Busy/NONE in words of its own, by which the alarm
 * FailedPositionReads counts it in AppSync's log.
 */
export function positionNotRead(): Failure {
  const { errorInfo } = busy('NOT_MADE') as Failure<'Busy'>;
  return { errorType: 'Busy', message: 'The position could not be read. Please try again.', errorInfo };
}

/** A field below a mutation could not be read: whatever came of reading it, the mutation has done its work. */
export function answerIncomplete(): Failure {
  return {
    errorType: 'AnswerIncomplete',
    message: 'The change was made, but this part of the answer could not be read. Please look.',
    errorInfo: { retryable: false },
  };
}

/**
 * AppSync's own wording (docs/reference/appsync.md#denied-fields), raised where the decision needs data that a
 * directive does not have.
 */
export function unauthorized(field: string, type: string): Failure {
  return {
    errorType: 'Unauthorized',
    message: `Not Authorized to access ${field} on type ${type}`,
    errorInfo: { retryable: false },
  };
}

/** What a function throws that cannot count an event's registrations or versions: they are no numbers (damage). */
export const UNCOUNTABLE = 'The registrations or versions of the event cannot be counted';

/** A cause that clients can do nothing about; it is logged where it happens and never shown. */
export function internalError(): Failure {
  return { errorType: 'InternalError', message: 'Something went wrong on our side.', errorInfo: { retryable: false } };
}
