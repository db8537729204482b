import type { View } from 'event-registration-client';
import { errorWords } from '../words/errorWords.ts';

/** Says whether the page is live, still loading, or possibly old; of what is not public, that nothing is announced. */
export function Connection({
  view: { state, isLive, error },
  isPublic = true,
}: {
  view: View<unknown>;
  isPublic?: boolean;
}) {
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
  if (!isPublic) {
    return <p className="connection">Not public: not live</p>;
  }
  return <p className="connection">{state === undefined ? 'Loading…' : 'Connecting…'}</p>;
}
