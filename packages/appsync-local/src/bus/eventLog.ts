import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BusEvent } from './busEvent.ts';

/** The file is begun anew beyond so many bytes; the one before is kept. */
const MAX_BYTES = 10_000_000;

/**
 * Appends each event of a bus as a line to `<stateDir>/events.jsonl`; at 10 MB that becomes `events.1.jsonl`, in place
 * of the one before. What cannot be written, for want of space say, is lost; `onLost` is told so once, and again after
 * it was possible in between.
 */
export function openEventLog(stateDir: string, onLost: (message: string) => void): (event: BusEvent) => void {
  const file = join(stateDir, 'events.jsonl');
  let isLosing = false;
  return (event) => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) {
        renameSync(file, join(stateDir, 'events.1.jsonl'));
      }
      appendFileSync(file, `${JSON.stringify(event)}\n`);
      isLosing = false;
    } catch (error) {
      if (!isLosing) {
        onLost(`Events of the bus are not kept in ${file}: ${(error as Error).message}`);
      }
      isLosing = true;
    }
  };
}
