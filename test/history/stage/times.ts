import { UNLIMITED, type Scan, type Time, type Times } from '../model/operation.ts';

/** What the API is told for a time of the model. Of one kind, the times of the past and the future are far apart. */
const INSTANTS: Record<keyof Times, Record<Time, string>> = {
  date: { past: '2001-06-01T18:00:00.000Z', future: '2101-06-01T18:00:00.000Z' },
  endsAt: { past: '2001-06-01T18:00:00.000Z', future: '2101-06-01T18:00:00.000Z' },
  registrationOpensAt: { past: '2001-01-01T00:00:00.000Z', future: '2101-01-01T00:00:00.000Z' },
  registrationClosesAt: { past: '2001-01-01T00:00:00.001Z', future: '2101-01-01T00:00:00.001Z' },
};
/** What the API is told for a scan. */
export const SCANS: Record<Scan, string> = { early: '2001-06-01T18:00:00.000Z', late: '2001-06-01T18:00:00.001Z' };

const FIELDS = Object.keys(UNLIMITED) as (keyof Times)[];

/** The times among these settings, as the API is told them. */
export function toldTimes(settings: Partial<Times>): Record<string, string | null> {
  const told = FIELDS.flatMap((field) => {
    const time = settings[field];
    return time === undefined ? [] : [[field, time && INSTANTS[field][time]] as const];
  });
  return Object.fromEntries(told);
}

/** The times that the API has answered, in words of the model; what it does not know stays as it is. */
export function wordedTimes(event: Record<string, unknown>): Record<string, unknown> {
  const worded = FIELDS.map((field) => {
    const [word] = Object.entries(INSTANTS[field]).find(([, instant]) => instant === event[field]) ?? [event[field]];
    return [field, word] as const;
  });
  return Object.fromEntries(worded);
}

/** When somebody has come, in words of the model: whatever is none of its scans is the moment of a call. */
export function wordedScan(checkedInAt: unknown): unknown {
  const [word] = Object.entries(SCANS).find(([, instant]) => instant === checkedInAt) ?? ['now'];
  return checkedInAt === null || checkedInAt === undefined ? null : word;
}
