/** The closed list of errors. Clients switch on `errorType`; `errorInfo` carries what they need to act. */
export type ErrorType =
  | 'ValidationError'
  | 'UserNotFound'
  | 'UserAlreadyExists'
  | 'EventNotFound'
  | 'EventAlreadyExists'
  | 'EventNotOpen'
  | 'EventFull'
  | 'EventNotEmpty'
  | 'AlreadyRegistered'
  | 'NotRegistered'
  | 'CapacityBelowRegistrations'
  | 'Busy'
  | 'Unauthorized'
  | 'InternalError';

/** `NONE`: nothing happened. `UNKNOWN`: the call may have taken effect, wholly or not at all. */
export type Outcome = 'NONE' | 'UNKNOWN';

export interface Failure {
  errorType: ErrorType;
  message: string;
  errorInfo: { retryable: boolean; outcome?: Outcome } & Record<string, unknown>;
}

/** An input breaks a limit or rule: `field` names it, `limits` (if any) says what is allowed. */
export function validationError(field: string, message: string, limits?: Record<string, unknown>): Failure {
  return { errorType: 'ValidationError', message: `${field} ${message}`, errorInfo: { retryable: false, field, ...limits } };
}

export function userNotFound(userId: string): Failure {
  return { errorType: 'UserNotFound', message: `There is no user ${userId}.`, errorInfo: { retryable: false, userId } };
}

export function userAlreadyExists(userId: string): Failure {
  return { errorType: 'UserAlreadyExists', message: `There is already a user ${userId}.`, errorInfo: { retryable: false, userId } };
}

export function eventNotFound(eventId: string): Failure {
  return { errorType: 'EventNotFound', message: `There is no event ${eventId}.`, errorInfo: { retryable: false, eventId } };
}

/** `event` is the stored event, null where the caller may not see it. */
export function eventAlreadyExists(eventId: string, event: unknown): Failure {
  return {
    errorType: 'EventAlreadyExists',
    message: `There is already an event ${eventId}.`,
    errorInfo: { retryable: false, eventId, event },
  };
}

export function eventNotOpen(eventId: string, status: string): Failure {
  return {
    errorType: 'EventNotOpen',
    message: `Event ${eventId} does not take registrations: it is ${status}.`,
    errorInfo: { retryable: false, eventId, status },
  };
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

/** `registration` is the registration that stands in the way. */
export function alreadyRegistered(userId: string, eventId: string, registration: unknown): Failure {
  return {
    errorType: 'AlreadyRegistered',
    message: `User ${userId} already has a registration for event ${eventId}.`,
    errorInfo: { retryable: false, userId, eventId, registration },
  };
}

export function notRegistered(userId: string, eventId: string): Failure {
  return {
    errorType: 'NotRegistered',
    message: `User ${userId} has no registration for event ${eventId}.`,
    errorInfo: { retryable: false, userId, eventId },
  };
}

export function capacityBelowRegistrations(eventId: string, capacity: number, currentRegistrations: number): Failure {
  return {
    errorType: 'CapacityBelowRegistrations',
    message: `Event ${eventId} already has more registrations than the new capacity.`,
    errorInfo: { retryable: false, eventId, capacity, currentRegistrations },
  };
}

/** Contention, throttling or lost answers outlasted the time there was; see `Outcome` for what may have happened. */
export function busy(outcome: Outcome): Failure {
  return {
    errorType: 'Busy',
    message:
      outcome === 'NONE'
        ? 'The system is busy and nothing was changed. Please try again.'
        : 'The system is busy and it is not known whether the change was made. Please look, or repeat the same call.',
    errorInfo: { retryable: true, outcome },
  };
}

/** AppSync's own wording (reference appsync 9.3), raised where the decision needs data that a directive does not have. */
export function unauthorized(field: string, type: string): Failure {
  return {
    errorType: 'Unauthorized',
    message: `Not Authorized to access ${field} on type ${type}`,
    errorInfo: { retryable: false },
  };
}

/** A cause that clients can do nothing about; it is logged where it happens and never shown. */
export function internalError(): Failure {
  return { errorType: 'InternalError', message: 'Something went wrong on our side.', errorInfo: { retryable: false } };
}
