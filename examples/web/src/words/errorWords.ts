import { readError, type ApiError, type ErrorType } from 'event-registration-client';
import { inLabels } from './labels.ts';

/** What each error means for the person who reads it; complete, or it does not compile. */
const WORDS: { [Type in ErrorType]: (error: ApiError<Type>) => string } = {
  ValidationError: ({ message, errorInfo }) =>
    `That cannot be saved: ${inLabels(message, errorInfo)}.`.replace(/\.\.$/, '.'),
  UserNotFound: () => 'There is nobody with this id.',
  UserAlreadyExists: () => 'Somebody has this id already.',
  UserIsOrganizer: ({ errorInfo }) =>
    `Events that are not over are still yours: ${errorInfo.events}. Hand them over or cancel them first.`,
  EventNotFound: () => 'This event does not exist, or no longer.',
  EventAlreadyExists: ({ errorInfo }) => `The id ${errorInfo.eventId} is taken by another event.`,
  EventNotOpen: ({ errorInfo }) =>
    errorInfo.status === 'CANCELLED'
      ? 'This event was cancelled, so nobody can register any more.'
      : errorInfo.status === 'OPEN' && errorInfo.opensAt !== null && errorInfo.serverTime < errorInfo.opensAt
        ? 'Registration has not opened yet. Please try again in a moment.'
        : 'Registration is closed for this event.',
  EventFull: () => 'Somebody was faster: every seat is taken, and this event has no waitlist.',
  EventNotEmpty: () => 'People are registered or waiting, so this event cannot be deleted. You can cancel it.',
  AlreadyRegistered: ({ errorInfo }) =>
    errorInfo.registration.registrationStatus === 'REGISTERED'
      ? 'You have a seat already.'
      : 'You are waiting for this event already.',
  RegistrationStatusChanged: () => 'You have got a seat meanwhile; it was not given up.',
  AlreadyCheckedIn: () => 'You have been let in already, so the seat stays yours.',
  AnswerIncomplete: () => 'It is done; not all of it could be shown.',
  NotRegistered: () => 'You are neither registered nor waiting for this event.',
  EventChanged: () => 'This event has changed since you opened it. Look at it once more before you save.',
  CapacityBelowRegistrations: ({ errorInfo }) =>
    `${errorInfo.currentRegistrations} people have a seat, so there cannot be only ${errorInfo.capacity}. Nothing was changed.`,
  Busy: ({ errorInfo }) =>
    errorInfo.outcome === 'NONE'
      ? 'Too many people at once. Nothing was changed; please try again.'
      : 'Too many people at once, and it is not known whether that worked. What you see below is looked up again.',
  Unauthorized: () => 'You may not do that.',
  InternalError: () => 'Something went wrong on the server, and it was noted there.',
};

/** A sentence for whatever was thrown by a request. */
export function errorWords(thrown: unknown): string {
  const error = readError(thrown);
  if (error !== null) {
    return (WORDS[error.errorType] as (error: ApiError) => string)(error);
  }
  const { statusCode } = Object(thrown) as { statusCode?: number };
  return statusCode === 401
    ? 'You are no longer signed in. Please sign in again.'
    : 'The server cannot be reached. Please check your connection.';
}
