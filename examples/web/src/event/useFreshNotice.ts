import { useEffect, useRef, useState } from 'react';
import type { Notice } from './useActions.ts';

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
