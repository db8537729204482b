import { useEffect, useRef, useState } from 'react';
import type { Place } from 'event-registration-client';
import { ordinal } from '../words/numbers.ts';

/**
 * What happened to the reader's registration by itself: in words for a screen reader, and whether it was a promotion.
 */
export interface News {
  text: string;
  isPromoted: boolean;
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
    return { text: 'A seat has become free, and it is yours.', isPromoted: true };
  }
  if (before.position === null || after.position === null || after.position >= before.position) {
    return null;
  }
  return { text: `You moved up. You are ${ordinal(after.position)} in line now.`, isPromoted: false };
}

/** The latest news about a registration, while one looks at it. */
export function useNews(place: Place | null): News | null {
  const [news, setNews] = useState<News | null>(null);
  const before = useRef(place);
  useEffect(() => {
    const latest = newsBetween(before.current, place);
    before.current = place;
    if (latest !== null || place === null) {
      setNews(latest);
    }
  }, [place]);
  return news;
}
