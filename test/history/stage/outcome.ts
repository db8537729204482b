import type { GraphqlError } from '../../support/api.ts';
import { wordedScan, wordedTimes } from './times.ts';
import { failed, type ModelAnswer } from '../model/answer.ts';

/** How a call ended: with an answer, or Busy, which says whether it may have taken effect. */
export type CallOutcome =
  | { kind: 'answered'; answer: ModelAnswer; registrationId?: string }
  | { kind: 'nothing' }
  /** What was told of how it goes on; nothing, where nobody is told. */
  | { kind: 'unknown'; decidedBy?: string | null; clientRequestId?: string | null };

type Plain = Record<string, unknown>;
type BusyInfo = { outcome?: string; decidedBy?: string | null; clientRequestId?: string | null };

/** The outcome of a GraphQL call in the words of the model: no times, users by their short names. */
export function outcomeOf(
  value: Plain | null,
  error: GraphqlError | undefined,
  shortName: (userId: string) => string,
): CallOutcome {
  if (error === undefined) {
    const isRegistration = value !== null && 'registrationId' in value;
    const answer = { value: value && plainValue(value, shortName) };
    return isRegistration
      ? { kind: 'answered', answer, registrationId: String(value.registrationId) }
      : { kind: 'answered', answer };
  }
  const { errorType, errorInfo, message } = error;
  if (errorType === 'Busy') {
    const { outcome, decidedBy = null, clientRequestId = null } = (errorInfo ?? {}) as BusyInfo;
    return outcome === 'NONE' ? { kind: 'nothing' } : { kind: 'unknown', decidedBy, clientRequestId };
  }
  // AppSync has given up waiting (docs/reference/appsync.md#calls-that-fail-before-execution).
  if (errorType === 'ExecutionTimeout') {
    return { kind: 'unknown' };
  }
  return { kind: 'answered', answer: failed(errorType ?? message, infoOf(errorType, errorInfo ?? {}, shortName)) };
}

function infoOf(errorType: string | null | undefined, info: Plain, shortName: (userId: string) => string): unknown {
  switch (errorType) {
    case 'AlreadyRegistered':
      return plainValue(info.registration as Plain, shortName);
    case 'AlreadyCheckedIn':
      return wordedScan(info.checkedInAt);
    case 'EventNotOpen':
      return info.status;
    case 'EventFull':
      return info.capacity;
    case 'ValidationError':
      return info.status ?? info.field;
    case 'CapacityBelowRegistrations':
      return info.currentRegistrations;
    case 'EventNotEmpty':
      return [info.currentRegistrations, info.waitlistCount];
    case 'RegistrationStatusChanged':
      return [info.registrationId, info.registrationStatus];
    case 'EventAlreadyExists':
      return {
        isSameOrganizer: info.isSameOrganizer,
        event: info.event && plainValue(info.event as Plain, shortName),
      };
    default:
      return undefined;
  }
}

const EVENT_FIELDS = [
  'capacity',
  'status',
  'waitlistEnabled',
  'organizer',
  'currentRegistrations',
  'waitlistCount',
  'version',
  'waitlistVersion',
];

/** An event, a registration, an unregistration or a user, with what the model knows of it. */
export function plainValue(value: Plain, shortName: (userId: string) => string): Plain {
  if ('capacity' in value) {
    return { ...Object.fromEntries(EVENT_FIELDS.map((field) => [field, value[field]])), ...wordedTimes(value) };
  }
  const { userId, promotedUserId } = value;
  if ('registrationId' in value) {
    const { registrationId, registrationStatus, joinedPosition, promotedAt, checkedInAt } = value;
    const { position, waitlistCount, waitlistVersion } = value;
    const isPromoted = promotedAt !== null;
    return {
      // Errors name nobody.
      ...(userId === undefined ? {} : { userId: shortName(String(userId)) }),
      registrationId,
      registrationStatus,
      joinedPosition,
      isPromoted,
      checkedInAt: wordedScan(checkedInAt),
      position,
      waitlistCount,
      waitlistVersion,
    };
  }
  const names =
    'promoted' in value ? { promotedUserId: promotedUserId === null ? null : shortName(String(promotedUserId)) } : {};
  return { ...value, userId: shortName(String(userId)), ...names };
}
