import { formatSince } from '../words/dates.ts';
import { formatCount } from '../words/numbers.ts';
import type { Scan } from './scan.ts';
import type { ScanStore } from './ScanStore.ts';
import { scanWords } from './words.ts';

/** Scans with one fate, the latest first, and what can be done about each; nothing where there are none. */
export function ScanList({
  title,
  scans,
  store,
  undo,
}: {
  title: string;
  scans: readonly Scan[];
  store: ScanStore;
  undo: (scan: Scan) => Promise<void>;
}) {
  if (scans.length === 0) {
    return null;
  }
  return (
    <section className="scans" aria-label={title}>
      <h2>
        {title} <span>{formatCount(scans.length)}</span>
      </h2>
      <ul>
        {scans.map((scan) => (
          <li key={scan.id}>
            <b>{scan.userId}</b>
            <time dateTime={scan.at}>{formatSince(scan.at)}</time>
            <span className={scanWords(scan).tone}>{scanWords(scan).text}</span>
            <Buttons scan={scan} store={store} undo={undo} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Buttons({ scan, store, undo }: { scan: Scan; store: ScanStore; undo: (scan: Scan) => Promise<void> }) {
  const { id, userId, isTried, outcome } = scan;
  if (outcome?.kind === 'REFUSED') {
    return (
      <>
        <button
          className="quiet"
          aria-label={`Try ${userId} again`}
          onClick={() => store.put({ ...scan, outcome: null })}
        >
          Try again
        </button>
        <button className="quiet" aria-label={`Dismiss ${userId}`} onClick={() => store.remove(id)}>
          Dismiss
        </button>
      </>
    );
  }
  return (outcome === null && !isTried) || outcome?.kind === 'IN' ? (
    <button className="quiet" aria-label={`Undo ${userId}`} onClick={() => void undo(scan)}>
      Undo
    </button>
  ) : null;
}
