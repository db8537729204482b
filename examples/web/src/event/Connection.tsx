import type { View } from 'event-registration-client';
import { errorWords } from '../words/errorWords.ts';

/** Says whether the page is live, still loading, or possibly old; of a draft, that no changes are announced. */
export function Connection({
  view: { state, isLive, error },
  isDraft = false,
}: {
  view: View<unknown>;
  isDraft?: boolean;
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
  if (isDraft) {
    return <p className="connection">A draft: not live</p>;
  }
  return <p className="connection">{state === undefined ? 'Loading…' : 'Connecting…'}</p>;
}
