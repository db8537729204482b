/**
 * What the API refuses, as a discriminated union: `readError` finds it in whatever a client library throws or answers,
 * then a `switch` on `errorType` or a guard such as `isEventFull` tells which it is, and `errorInfo` has the type that
 * goes with it.
 */
import type { EventFieldsFragment, EventStatus, RegistrationFieldsFragment } from './operations.generated.ts';

/** What each error carries in `errorInfo`. The closed list of the API (domain/error.ts); a test compares the two. */
export interface ErrorInfos {
  /** An input breaks a limit or rule: `field` names it, and what else is there says what is allowed. */
  ValidationError: { retryable: false; field: string } & Record<string, unknown>;
  UserNotFound: { retryable: false; userId: string };
  UserAlreadyExists: { retryable: false; userId: string };
  EventNotFound: { retryable: false; eventId: string };
  /** `event`: the stored one, null where the caller may not see it. */
  EventAlreadyExists: {
    retryable: false;
    eventId: string;
    event: (EventFieldsFragment & { organizer: string | null }) | null;
  };
  EventNotOpen: { retryable: false; eventId: string; status: EventStatus };
  /** No free seat, and no waitlist. */
  EventFull: { retryable: false; eventId: string; capacity: number };
  EventNotEmpty: { retryable: false; eventId: string; currentRegistrations: number; waitlistCount: number };
  /** `registration`: the one that stands in the way, without a position. */
  AlreadyRegistered: { retryable: false; userId: string; eventId: string; registration: RegistrationFieldsFragment };
  NotRegistered: { retryable: false; userId: string; eventId: string };
  CapacityBelowRegistrations: { retryable: false; eventId: string; capacity: number; currentRegistrations: number };
  /**
   * `NONE`: nothing happened. `UNKNOWN`: the call may have taken effect, wholly or not at all; repeating the very same
   * call is safe.
   */
  Busy: { retryable: true; outcome: 'NONE' | 'UNKNOWN' };
  Unauthorized: { retryable: false };
  InternalError: { retryable: false };
}

export type ErrorType = keyof ErrorInfos;

/** One error of the API; `ApiError<'EventFull'>` is one of that type. */
export type ApiError<Type extends ErrorType = ErrorType> = {
  [T in Type]: { errorType: T; message: string; errorInfo: ErrorInfos[T]; path: readonly (string | number)[] };
}[Type];

const ERROR_TYPES: Record<ErrorType, true> = {
  ValidationError: true,
  UserNotFound: true,
  UserAlreadyExists: true,
  EventNotFound: true,
  EventAlreadyExists: true,
  EventNotOpen: true,
  EventFull: true,
  EventNotEmpty: true,
  AlreadyRegistered: true,
  NotRegistered: true,
  CapacityBelowRegistrations: true,
  Busy: true,
  Unauthorized: true,
  InternalError: true,
};

/** Whether an `errorType` is one of the API's own; AppSync has others. */
export function isErrorType(errorType: unknown): errorType is ErrorType {
  return typeof errorType === 'string' && Object.hasOwn(ERROR_TYPES, errorType);
}

/**
 * The first error of the API in what was thrown or answered: by `fetch` (the body with its `errors`), Amplify and
 * Apollo (`errors`), or urql (`graphQLErrors`). Null for everything else: no connection, an expired token, or a
 * document that the schema refuses.
 */
export function readError(thrown: unknown): ApiError | null {
  const { errors, graphQLErrors } = Object(thrown) as { errors?: unknown; graphQLErrors?: unknown };
  for (const error of [errors, graphQLErrors, thrown].flat()) {
    // urql wraps what the server said; the others hand it on as it is.
    const { errorType, message, errorInfo, path } =
      said(error) ?? said((Object(error) as { originalError?: unknown }).originalError) ?? {};
    if (errorType !== undefined) {
      return { errorType, message, errorInfo: errorInfo ?? { retryable: false }, path: path ?? [] } as ApiError;
    }
  }
  return null;
}

function said(error: unknown): Partial<ApiError> | null {
  const { errorType } = Object(error) as { errorType?: unknown };
  return isErrorType(errorType) ? (error as ApiError) : null;
}

function guard<Type extends ErrorType>(errorType: Type) {
  return (error: ApiError | null): error is Extract<ApiError, { errorType: Type }> => error?.errorType === errorType;
}

export const isValidationError = /* @__PURE__ */ guard('ValidationError');
export const isUserNotFound = /* @__PURE__ */ guard('UserNotFound');
export const isUserAlreadyExists = /* @__PURE__ */ guard('UserAlreadyExists');
export const isEventNotFound = /* @__PURE__ */ guard('EventNotFound');
export const isEventAlreadyExists = /* @__PURE__ */ guard('EventAlreadyExists');
export const isEventNotOpen = /* @__PURE__ */ guard('EventNotOpen');
export const isEventFull = /* @__PURE__ */ guard('EventFull');
export const isEventNotEmpty = /* @__PURE__ */ guard('EventNotEmpty');
export const isAlreadyRegistered = /* @__PURE__ */ guard('AlreadyRegistered');
export const isNotRegistered = /* @__PURE__ */ guard('NotRegistered');
export const isCapacityBelowRegistrations = /* @__PURE__ */ guard('CapacityBelowRegistrations');
export const isBusy = /* @__PURE__ */ guard('Busy');
export const isUnauthorized = /* @__PURE__ */ guard('Unauthorized');
export const isInternalError = /* @__PURE__ */ guard('InternalError');
