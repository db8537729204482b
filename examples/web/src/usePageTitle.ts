import { useEffect } from 'react';

const APP = 'Take a seat';

/** Names the page in its tab, in bookmarks and to screen readers; undefined while its name is not known. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? APP : `${title} · ${APP}`;
  }, [title]);
}
