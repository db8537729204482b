/** One line of a table, by column. */
export type Row = Record<string, string | number>;

/** What was to be reached, and whether it was. */
export interface Goal {
  text: string;
  measured: string;
  isMet: boolean;
}

/** What one part of the bench has found out. */
export interface Part {
  /** As in the list of parts: "a". */
  id: string;
  title: string;
  /** ISO 8601; set by the bench. */
  measuredAt?: string;
  rows: Row[];
  goals: Goal[];
  /** What limits the figures, or how they were taken. */
  remarks: string[];
  /** For charts: points by the name of their line. */
  series?: Record<string, [x: number, y: number][]>;
  /** What the chart's x and y are. */
  axes?: [x: string, y: string];
}

/** Where and how much the parts measure. */
export interface Bench {
  /** The synthesised app, and the same with a table without stream. */
  assemblyDir: string;
  plainAssemblyDir: string;
  /** Multiplies how much is measured: 1 for figures that mean something, less to try whether it works. */
  scale: number;
  seed: number;
}

/** At most this many decimals, as a number. */
export function rounded(value: number, decimals = 0): number {
  return Number(value.toFixed(decimals));
}
