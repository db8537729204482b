/** When something began. */
export interface Moment {
  atMs: number;
}

const DAY_MS = 24 * 3600 * 1000;
const TIMESTAMP = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/g;
const GENERATED_ID = /"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"/g;

/** When the story begins wherever it is told. */
export const STORY_BEGINS = '2031-03-01T09:00:00.000Z';
const BEGIN_MS = Date.parse(STORY_BEGINS);

/**
 * The same story as if it had happened in 2031, a minute for each moment, with generated ids numbered: two tellings
 * differ only if the API answers differently. A timestamp belongs to the last moment before it. Timestamps
 * before and after the telling stay.
 */
export function normalise<T>(told: T, moments: readonly Moment[]): T {
  const first = moments[0]?.atMs ?? 0;
  const last = (moments.at(-1)?.atMs ?? 0) + DAY_MS / 2;
  const text = JSON.stringify(told);
  const ids: string[] = [];
  const timestampOf = (timestamp: string): string => {
    const atMs = Date.parse(timestamp);
    if (atMs < first || atMs > last) {
      return timestamp;
    }
    return new Date(BEGIN_MS + moments.findLastIndex((moment) => moment.atMs <= atMs) * 60_000).toISOString();
  };
  const idOf = (id: string): string => {
    if (!ids.includes(id)) {
      ids.push(id);
    }
    return `00000000-0000-4000-8000-${String(ids.indexOf(id) + 1).padStart(12, '0')}`;
  };
  const inThatYear = text.replaceAll(TIMESTAMP, (_, timestamp: string) => `"${timestampOf(timestamp)}"`);
  return JSON.parse(inThatYear.replaceAll(GENERATED_ID, (_, id: string) => `"${idOf(id)}"`)) as T;
}
