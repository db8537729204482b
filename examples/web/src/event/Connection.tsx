import type { View } from 'event-registration-client';
import { errorWords } from '../words/errorWords.ts';

/** Says whether the page is live, still loading, or possibly old. */
export function Connection({ view: { state, isLive, error } }: { view: View<unknown> }) {
  if (isLive) {
    return <p className="connection good">Live</p>;
  }
  if (error !== null) {
    return (
      <p className="connection bad" role="status">
        {state === undefined ? errorWords(error) : 'Connection lost. What you see may be old; trying again…'}
      </p>
    );
  }
  return <p className="connection">{state === undefined ? 'Loading…' : 'Connecting…'}</p>;
}
