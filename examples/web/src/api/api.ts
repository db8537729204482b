import { createContext, useContext } from 'react';
import type { Transport } from 'event-registration-client';

/** Somebody who is signed in. */
export interface Person {
  username: string;
  /** Cognito groups. */
  groups: readonly string[];
}

/** The API as somebody; `person` is null with the API key. */
export interface Api {
  transport: Transport;
  person: Person | null;
}

export const ApiContext = createContext<Api | null>(null);

/** The API as whoever uses the app now. */
export function useApi(): Api {
  return useContext(ApiContext) as Api;
}

/** Whether somebody may create events. */
export function isOrganizer(person: Person | null): boolean {
  return person !== null && person.groups.some((group) => group === 'organizers' || group === 'admins');
}
