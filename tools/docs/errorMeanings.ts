import type { ErrorType } from '../../domain/error.ts';

/** What each error means for the caller, and what to do about it; a type without words does not compile. */
export const ERROR_MEANINGS: Record<ErrorType, string> = {
  ValidationError: 'A value breaks a limit or rule: `field` names it. Let the person correct it.',
  UserNotFound: 'The person who would register does not exist. `createUser` first.',
  UserAlreadyExists: 'The user is there already, which is fine when signing in.',
  EventNotFound: 'There is no such event, or it is a DRAFT that the caller may not see.',
  EventAlreadyExists:
    '`event` is the stored one, null if the caller may not see it. After a lost answer, compare it with what you sent.',
  EventNotOpen: 'The event takes no registrations now: `status` says why.',
  EventFull: 'No seat is free, and the event has no waitlist.',
  EventNotEmpty: 'Only an event with nobody registered or waiting can be deleted. Cancel it instead.',
  AlreadyRegistered: '`registration` is the one that stands. After a lost answer this is success.',
  NotRegistered: 'There is nothing to give up. After a lost answer this means: done.',
  CapacityBelowRegistrations: 'More seats are taken than the new capacity has. Nothing was changed.',
  Busy: 'Contention or throttling outlasted the time there was. Try again; `outcome` says whether nothing happened (`NONE`) or it is not known (`UNKNOWN`).',
  Unauthorized:
    'The caller may not do this; see [who may call what](#who-may-call-what). `errorInfo` is null, as always with AppSync’s own refusals.',
  InternalError: 'A fault on our side; the cause is in the log only. Any operation may answer it, none should.',
};

export const ERROR_TYPES = Object.keys(ERROR_MEANINGS) as ErrorType[];
