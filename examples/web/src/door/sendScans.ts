import { pauseMs, readError } from 'event-registration-client';
import type { ScanStore } from './ScanStore.ts';
import type { Outcome, Scan } from './scan.ts';
import { refusalWords } from './words.ts';

/** Sends one scan; answers when the person came, as the API says. */
type Send = (scan: Scan) => Promise<string>;

/**
 * Sends the scans that wait, the earliest first, until none is left or one cannot be sent now. One whose answer is lost
 * waits on and is sent again, which changes nothing: the API counts the earliest moment. What the API refuses is
 * settled, and is not sent again by itself.
 * @returns whether none is left
 */
export async function sendScans(store: ScanStore, send: Send): Promise<boolean> {
  for (let scan = store.firstWaiting(); scan !== undefined; scan = store.firstWaiting()) {
    const tried = { ...scan, isTried: true };
    store.put(tried);
    const outcome = await outcomeOf(tried, send);
    if (outcome === null) {
      return false;
    }
    store.put({ ...tried, outcome });
  }
  return true;
}

async function outcomeOf(scan: Scan, send: Send): Promise<Outcome | null> {
  try {
    return { kind: 'IN', checkedInAt: await send(scan) };
  } catch (thrown) {
    const error = readError(thrown);
    return error === null || error.errorInfo.retryable
      ? null
      : { kind: 'REFUSED', errorType: error.errorType, words: refusalWords(error.errorType, thrown) };
  }
}

/**
 * Sends what waits, now and whenever there is more, until the function that is answered is called. Of all tabs one
 * sends at a time; after a failure each tries again, after a pause that grows or when the device is back online.
 */
export function keepSending(store: ScanStore, username: string, send: Send): () => void {
  const oneTabAtATime = navigator.locks as LockManager | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isSending = false;
  let isOver = false;
  const sendAll = (): Promise<boolean> => (isOver ? Promise.resolve(true) : sendScans(store, send));
  const pass = async (): Promise<void> => {
    if (isSending || isOver || store.firstWaiting() === undefined) {
      return;
    }
    clearTimeout(timer);
    isSending = true;
    // Browsers have locks where the page itself came safely; without them two tabs may send the same, to no harm.
    const isAllSent = await (oneTabAtATime?.request(`take-a-seat:scan:${username}`, sendAll) ?? sendAll()).catch(
      () => false,
    );
    isSending = false;
    if (isAllSent) {
      failures = 0;
      void pass();
    } else if (!isOver) {
      timer = setTimeout(() => void pass(), pauseMs(++failures));
    }
  };
  const hurry = (): void => {
    failures = 0;
    void pass();
  };
  const mute = store.listen(() => void pass());
  window.addEventListener('online', hurry);
  void pass();
  return () => {
    isOver = true;
    clearTimeout(timer);
    mute();
    window.removeEventListener('online', hurry);
  };
}
