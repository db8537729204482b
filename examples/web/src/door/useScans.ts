import { useEffect, useSyncExternalStore } from 'react';
import { CheckInDocument, type Transport } from 'event-registration-client';
import { isAtDoor, useApi } from '../api/api.ts';
import type { Scan } from './scan.ts';
import { scansOf, type ScanStore } from './ScanStore.ts';
import { keepSending } from './sendScans.ts';

/** An answer that takes longer, in milliseconds, is taken for lost. */
const ANSWER_MS = 30_000;

/** The reader's scans on this device, as they are now. */
export function useScans(username: string): [readonly Scan[], ScanStore] {
  const store = scansOf(username);
  return [useSyncExternalStore(store.listen, store.shown), store];
}

/** Sends the reader's scans whatever page of the app is open. */
export function SendScans() {
  const { transport, person } = useApi();
  const username = isAtDoor(person) ? person?.username : undefined;
  useEffect(
    () =>
      username === undefined ? undefined : keepSending(scansOf(username), username, (scan) => checkIn(transport, scan)),
    [transport, username],
  );
  return null;
}

async function checkIn({ request }: Transport, { userId, eventId, at }: Scan): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The API has not answered.')), ANSWER_MS);
  });
  try {
    const { checkIn } = await Promise.race([request(CheckInDocument, { userId, eventId, at }), late]);
    return checkIn?.checkedInAt ?? at;
  } finally {
    clearTimeout(timer);
  }
}
