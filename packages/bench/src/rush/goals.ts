import type { Goal } from '../figures.ts';
import type { RushReport } from './report.ts';

/** The slowest of these rushes is done within that time. */
export function lastWithin(who: string, reports: RushReport[], mostSeconds: number): Goal {
  const last = Math.max(...reports.map(({ row }) => Number(row['done after s'])));
  return {
    text: `${who}: the last is settled within ${mostSeconds} s`,
    measured: `${last} s`,
    isMet: last <= mostSeconds,
  };
}

/** Of the slowest of these rushes, 99 of 100 have waited no longer. */
export function p99Within(who: string, reports: RushReport[], mostSeconds: number): Goal {
  const p99 = Math.max(...reports.map(({ row }) => Number(row['p99 s'])));
  return { text: `${who}: 99 of 100 within ${mostSeconds} s`, measured: `${p99} s`, isMet: p99 <= mostSeconds };
}

/** Everybody in these rushes got what they came for. */
export function noneRefused(who: string, reports: RushReport[]): Goal {
  const isMet = reports.every(({ failures }) => Object.keys(failures).length === 0);
  return { text: `${who}: nobody is refused`, measured: refusals(reports), isMet };
}

function refusals(reports: RushReport[]): string {
  return reports
    .map(
      ({ failures }) =>
        Object.entries(failures)
          .map(([name, count]) => `${count} × ${name}`)
          .join(', ') || 'none',
    )
    .join('; ');
}

/** The organizer's change in the middle of this rush has taken no longer. */
export function updateWithin(what: string, { updateMs }: RushReport, mostSeconds: number): Goal {
  const seconds = (updateMs ?? Infinity) / 1000;
  return {
    text: `${what}: within ${mostSeconds} s`,
    measured: `${seconds.toFixed(2)} s`,
    isMet: seconds <= mostSeconds,
  };
}
