import type { CallAs, RunningApi } from 'appsync-local';
import type { GraphqlError } from '../../support/api.ts';
import type { Actor, Doorkeeper, Operation } from '../model/operation.ts';
import { DOCUMENTS } from './documents.ts';
import { SCANS, toldTimes } from './times.ts';
import { outcomeOf, type CallOutcome } from './outcome.ts';

/** The operations that are calls of the API. */
export type ApiOperation = Exclude<Operation, { name: 'clearEvent' | 'observe' }>;

/** Ids of one history: its event's, and its users' by their short names. */
export interface Ids {
  eventId: string;
  userId(shortName: string): string;
  shortName(userId: string): string;
}

/** The ids that begin with this text. */
export function idsOf(prefix: string): Ids {
  return {
    eventId: prefix,
    userId: (shortName) => `${prefix}.${shortName}`,
    shortName: (userId) => userId.slice(prefix.length + 1),
  };
}

/**
 * Makes one call along the whole path of an HTTP request.
 * @throws Error if there is no GraphQL answer
 */
export async function perform(
  { execute }: Pick<RunningApi, 'execute'>,
  ids: Ids,
  operation: ApiOperation,
): Promise<CallOutcome> {
  const { body } = await execute({
    as: callerOf(operation, ids),
    query: DOCUMENTS[operation.name],
    variables: variablesOf(operation, ids),
  });
  const [error] = (body.errors ?? []) as unknown as GraphqlError[];
  return outcomeOf((body.data?.answer ?? null) as Record<string, unknown> | null, error, ids.shortName);
}

const GROUPS: Partial<Record<Doorkeeper, string>> = { admin: 'admins', door: 'door' };

function callerOf(operation: ApiOperation, ids: Ids): CallAs {
  if (operation.name === 'getPublicEvent') {
    return 'apiKey';
  }
  const actor: Actor | Doorkeeper = 'as' in operation ? operation.as : 'admin';
  if (actor === 'self') {
    return { username: ids.userId((operation as { userId: string }).userId) };
  }
  return { username: actor, groups: [GROUPS[actor] ?? 'organizers'] };
}

function variablesOf(operation: ApiOperation, { eventId, userId }: Ids): Record<string, unknown> {
  switch (operation.name) {
    case 'createUser':
    case 'updateUser':
    case 'deleteUser':
      return { userId: userId(operation.userId) };
    case 'createEvent': {
      const { capacity, status, waitlistEnabled } = operation;
      const times = toldTimes({ date: 'future', ...operation });
      return { input: { eventId, title: 'Concert', capacity, status, waitlistEnabled, ...times } };
    }
    case 'registerForEvent': {
      const { clientRequestId, isRepeat } = operation;
      return { eventId, userId: userId(operation.userId), clientRequestId, isRepeat };
    }
    case 'updateEvent':
      return { input: { eventId, ...operation.patch, ...toldTimes(operation.patch) } };
    case 'checkIn':
      return { eventId, userId: userId(operation.userId), at: operation.at && SCANS[operation.at] };
    case 'admitFromWaitlist':
    case 'undoCheckIn':
    case 'getRegistration':
      return { eventId, userId: userId(operation.userId) };
    case 'unregisterFromEvent': {
      const { registrationId, ifStatus } = operation;
      return { eventId, userId: userId(operation.userId), registrationId, ifStatus };
    }
    case 'deleteEvent':
    case 'getEvent':
    case 'getPublicEvent':
      return { eventId };
  }
}
