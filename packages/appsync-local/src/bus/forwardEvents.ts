import { setTimeout as sleep } from 'node:timers/promises';
import type { BusEvent } from './busEvent.ts';

/** Events that wait to be posted at most: beyond that the newest are dropped. */
const WAITING = 1000;
const TRIES = 3;
const TRY_MS = 5_000;
const PAUSE_MS = 500;

/**
 * Posts each event as JSON to a URL, one after the other in the order of the bus, each up to three times until it is
 * answered with 2xx. `say` is told when one is given up, once until another arrives, and of that; and when one is
 * dropped, once until none waits. A receiver that is down stops nobody.
 */
export function forwardEvents(url: string, say: (message: string) => void): (event: BusEvent) => void {
  const waiting: BusEvent[] = [];
  let isPosting = false;
  let isLosing = false;
  let isFull = false;
  const lose = (why: string): void =>
    say(`An event of the bus ${why}, and is lost to ${url}. What comes later is sent all the same.`);
  const postAll = async (): Promise<void> => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const failure = await post(url, event);
      if (failure === undefined) {
        if (isLosing) {
          say(`Events of the bus arrive again at ${url}.`);
        }
        isLosing = false;
      } else {
        if (!isLosing) {
          lose(`was posted ${TRIES} times (${failure})`);
        }
        isLosing = true;
      }
    }
    isFull = false;
    isPosting = false;
  };
  return (event) => {
    if (waiting.length >= WAITING) {
      if (!isFull) {
        lose(`was not posted, as ${WAITING} wait already`);
      }
      isFull = true;
      return;
    }
    waiting.push(event);
    if (!isPosting) {
      isPosting = true;
      void postAll();
    }
  };
}

/** Why it has not arrived; undefined if it has. */
async function post(url: string, event: BusEvent): Promise<string | undefined> {
  let failure = '';
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(TRY_MS),
      });
      await response.arrayBuffer();
      if (response.ok) {
        return undefined;
      }
      failure = `HTTP ${response.status}`;
    } catch (error) {
      const { message, cause } = error as Error;
      failure = cause instanceof Error ? cause.message : message;
    }
    if (tries < TRIES) {
      await sleep(PAUSE_MS, undefined, { ref: false });
    }
  }
  return failure;
}
