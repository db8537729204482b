import { useEffect, useRef, useState } from 'react';

/** What came of the last action, in words. */
export interface Notice {
  text: string;
  tone: 'good' | 'fair' | 'bad';
  /** Whether it says what the reader has: true until something else happens to that. */
  isPromise?: boolean;
}

/** What came of the last action. What went wrong is told until the page has lost its connection and is live again. */
export function useFreshNotice(isLive: boolean): [Notice | null, (notice: Notice | null) => void] {
  const [notice, setNotice] = useState<Notice | null>(null);
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) {
      setNotice((shown) => (shown?.tone === 'bad' ? null : shown));
    }
    wasLive.current = isLive;
  }, [isLive]);
  return [notice, setNotice];
}
