import { useSyncExternalStore } from 'react';

/**
 * The pages: `#/`, `#/mine`, `#/event/<id>`, `#/door/<id>`, `#/organize`, `#/organize/<id>`. In the hash, so that any
 * static host will do.
 */
export type Route =
  | { page: 'events' }
  | { page: 'mine' }
  | { page: 'event' | 'door'; eventId: string }
  | { page: 'organize'; eventId?: string };

/** The page that a hash stands for; the events for an unknown one. */
function routeOf(hash: string): Route {
  const [, page, id] = /^#\/(event|door|mine|organize)(?:\/([^/]+))?$/.exec(hash) ?? [];
  const eventId = id === undefined ? undefined : decodeURIComponent(id);
  if ((page === 'event' || page === 'door') && eventId !== undefined) {
    return { page, eventId };
  }
  if (page === 'mine') {
    return { page };
  }
  return page === 'organize' ? { page, ...(eventId === undefined ? {} : { eventId }) } : { page: 'events' };
}

/** Where a link to a page goes. */
export function linkTo(page: 'event' | 'door' | 'mine' | 'organize', eventId?: string): string {
  return eventId === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(eventId)}`;
}

/** The page to show. */
export function useRoute(): Route {
  return routeOf(useSyncExternalStore(listenToHash, () => location.hash));
}

function listenToHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
