import { useState } from 'react';
import {
  isAlreadyRegistered,
  isNotRegistered,
  readError,
  type EventAndPlace,
  type Following,
  type Place,
} from 'event-registration-client';
import { useApi, type Person } from '../api/api.ts';
import { errorWords } from '../words/errorWords.ts';
import { ordinal } from '../words/numbers.ts';
import { leave } from './leave.ts';
import { register } from './register.ts';
import { useFreshNotice } from './useFreshNotice.ts';

/** What came of the last action, in words. */
export interface Notice {
  text: string;
  tone: 'good' | 'fair' | 'bad';
  /** Whether it says what the reader has: true until something else happens to that. */
  isPromise?: boolean;
}

/** Registering for an event and leaving it. */
export function useActions(eventId: string, isLive: boolean, following: () => Following<EventAndPlace> | undefined) {
  const { transport, person } = useApi();
  const [isBusy, setIsBusy] = useState(false);
  const [notice, setNotice] = useFreshNotice(isLive);
  const userId = person?.username ?? '';

  const run = async (action: () => Promise<Notice | null>): Promise<void> => {
    setIsBusy(true);
    setNotice(null);
    setNotice(await action().catch((thrown: unknown): Notice => ({ text: errorWords(thrown), tone: 'bad' })));
    setIsBusy(false);
    following()?.refetch();
  };

  return {
    isBusy,
    notice,
    /** Shown once it is answered: only the API knows whether it is a seat or a place in the queue. */
    take: (hopedForSeat: boolean) =>
      run(async () => {
        try {
          const place = await register(transport, person as Person, eventId);
          following()?.change((page) => ({ ...page, place }));
          if (place.registrationStatus === 'REGISTERED') {
            return { text: 'You have a seat. See you there!', tone: 'good', isPromise: true };
          }
          const where = `you are ${ordinal(place.position ?? 1)} in line.`;
          return hopedForSeat
            ? { text: `Somebody was faster, so ${where}`, tone: 'fair', isPromise: true }
            : { text: `Done: ${where}`, tone: 'good', isPromise: true };
        } catch (thrown) {
          // From another window, or an answer that was lost: the page shows it in a moment.
          if (isAlreadyRegistered(readError(thrown))) {
            return null;
          }
          throw thrown;
        }
      }),
    /**
     * Shown ahead of the answer. After an error the place is shown again: the registration may still stand.
     */
    leave: (before: Place) =>
      run(async () => {
        following()?.change((page) => ({ ...page, place: null }));
        try {
          const left = await leave(transport, userId, before);
          const passedOn = left?.promoted === true ? ' The next person in line has your seat now.' : '';
          return { text: `You have left.${passedOn}`, tone: 'good' };
        } catch (thrown) {
          if (isNotRegistered(readError(thrown))) {
            return { text: 'You have left.', tone: 'good' };
          }
          following()?.change((page) => ({ ...page, place: page.place ?? before }));
          throw thrown;
        }
      }),
  };
}
