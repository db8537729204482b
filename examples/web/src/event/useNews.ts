import { useEffect, useRef, useState } from 'react';
import { GetAdmissionDocument, retry, type Place, type Transport } from 'event-registration-client';
import { useApi } from '../api/api.ts';
import { ordinal } from '../words/numbers.ts';

/**
 * What happened to the reader's registration by itself: in words, none while it is not known why, and whether it was a
 * promotion.
 */
export interface News {
  text: string;
  isPromoted: boolean;
}

/** How somebody came from the waitlist to a seat. No message says it: the API is asked. */
export async function promotionWords({ request }: Transport, eventId: string): Promise<string> {
  try {
    const { getRegistration } = await retry(() => request(GetAdmissionDocument, { eventId }), { attempts: 3 });
    const reason = getRegistration?.admissionReason ?? null;
    return reason === null ? 'A seat has become free, and it is yours.' : `The organizer has let you in: “${reason}”`;
  } catch {
    return 'You have a seat now.';
  }
}

/** The news between two states of the same registration; null if there are none. */
function newsBetween(before: Place | null, after: Place | null): News | null {
  if (before === null || before.registrationStatus !== 'WAITLISTED') {
    return null;
  }
  if (after === null || before.registrationId !== after.registrationId) {
    return null;
  }
  if (after.registrationStatus === 'REGISTERED') {
    return { text: '', isPromoted: true };
  }
  if (before.position === null || after.position === null || after.position >= before.position) {
    return null;
  }
  return { text: `You moved up. You are ${ordinal(after.position)} in line now.`, isPromoted: false };
}

/** The latest news about a registration, while one looks at it. */
export function useNews(place: Place | null): News | null {
  const { transport } = useApi();
  const [news, setNews] = useState<News | null>(null);
  const before = useRef(place);
  useEffect(() => {
    const latest = newsBetween(before.current, place);
    before.current = place;
    if (latest !== null || place === null) {
      setNews(latest);
    }
    if (latest?.isPromoted === true && place !== null) {
      void promotionWords(transport, place.eventId).then((text) =>
        setNews((shown) => (shown === latest ? { ...latest, text } : shown)),
      );
    }
  }, [place, transport]);
  return news;
}
