import type { Clock as BareClock } from '../clock.ts';
import type { Table } from './table/table.ts';

/** All that decisions cannot compute: one set for the whole function, another for tests. */
export interface Surroundings {
  table: Table;
  clock: Clock;
  report: Report;
}

export interface Clock extends BareClock {
  /** A fresh ClientRequestToken, 1 to 36 characters. */
  newToken(): string;
}

/** Counted per invocation, published as CloudWatch metrics of these names. */
export type Metric = 'Conflicts' | 'Retries' | 'LostAnswers' | 'DamagedEntries' | 'DamagedCounters' | 'Busy';

export interface Report {
  count(metric: Metric, by?: number): void;
  /** Something a person should look at; `fields` without personal data. */
  warn(message: string, fields: Record<string, string | number>): void;
}
