import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { CallAs } from 'appsync-local';
import {
  AdmitFromWaitlistDocument,
  CheckInDocument,
  CreateEventDocument,
  CreateUserDocument,
  DeleteEventDocument,
  DeleteUserDocument,
  GetEventAsViewerDocument,
  GetEventDocument,
  GetRegistrationDocument,
  GetUserDocument,
  GetUserEventsDocument,
  ListEventRegistrationsDocument,
  ListEventsDocument,
  ListUserRegistrationsDocument,
  ListWaitlistDocument,
  RegisterForEventDocument,
  UndoCheckInDocument,
  UnregisterFromEventDocument,
  UpdateEventDocument,
  UpdateUserDocument,
} from '../../client/operations.generated.ts';
import type { GraphqlError } from './api.ts';
import type { World } from './world.ts';

/** What the one field of an operation answered: its value, or null and why. */
export interface Reply<T> {
  value: T | null;
  error: GraphqlError | null;
  errorType: string | null;
}

/** The operations that clients use, one method each: `calls.getUser(user('ada'), { userId: 'ada' })`. */
export function callsTo(api: Pick<World, 'graphql'>) {
  const operation =
    <R extends object, V>(document: TypedDocumentNode<R, V>) =>
    async (as: CallAs, variables: V): Promise<Reply<NonNullable<R[keyof R]>>> => {
      const { data, errors } = await api.graphql(as, print(document), variables as Record<string, unknown>);
      const [error = null] = errors;
      const [value = null] = Object.values((data ?? {}) as R);
      return { value, error, errorType: error?.errorType ?? null };
    };
  return {
    createUser: operation(CreateUserDocument),
    updateUser: operation(UpdateUserDocument),
    deleteUser: operation(DeleteUserDocument),
    getUser: operation(GetUserDocument),
    createEvent: operation(CreateEventDocument),
    updateEvent: operation(UpdateEventDocument),
    deleteEvent: operation(DeleteEventDocument),
    getEvent: operation(GetEventDocument),
    getEventAsViewer: operation(GetEventAsViewerDocument),
    listEvents: operation(ListEventsDocument),
    getUserEvents: operation(GetUserEventsDocument),
    registerForEvent: operation(RegisterForEventDocument),
    unregisterFromEvent: operation(UnregisterFromEventDocument),
    admitFromWaitlist: operation(AdmitFromWaitlistDocument),
    checkIn: operation(CheckInDocument),
    undoCheckIn: operation(UndoCheckInDocument),
    getRegistration: operation(GetRegistrationDocument),
    listUserRegistrations: operation(ListUserRegistrationsDocument),
    listEventRegistrations: operation(ListEventRegistrationsDocument),
    listWaitlist: operation(ListWaitlistDocument),
  };
}

export type Calls = ReturnType<typeof callsTo>;
