import { createContext, useContext } from 'react';
import type { Transport } from 'event-registration-client';

/** A person who is signed in. */
export interface Person {
  /** The `userId` of the API. A user pool generates it, so it is not for people to read. */
  username: string;
  /** What to call them. */
  name: string;
  /** Cognito groups. */
  groups: readonly string[];
}

/** The API as one caller sees it; `person` is null for the API key. */
export interface Api {
  transport: Transport;
  person: Person | null;
}

export const ApiContext = createContext<Api | null>(null);

/** The API as the current user of the app calls it. */
export function useApi(): Api {
  return useContext(ApiContext) as Api;
}

/**
 * Whether a person may check people in: at any event, or with the `organizer` of an event, at that one. Who organizes
 * may do so at their own events.
 */
export function isAtDoor(person: Person | null, organizer?: string | null): boolean {
  const isEverywhere = person?.groups.some((group) => group === 'door' || group === 'admins') === true;
  const isOwn = organizer === undefined || organizer === person?.username;
  return isEverywhere || (person?.groups.includes('organizers') === true && isOwn);
}

/** Whether a person may create events. */
export function isOrganizer(person: Person | null): boolean {
  return person !== null && person.groups.some((group) => group === 'organizers' || group === 'admins');
}
