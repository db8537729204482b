import { readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/**
 * Processor time that a process has used so far, in milliseconds (Linux, proc(5): utime and stime in ticks of 10 ms);
 * NaN elsewhere.
 */
export function processorTimeMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return NaN;
  }
}
