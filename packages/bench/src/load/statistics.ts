/** The value below which this part of them lies; NaN if there are none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** The middle one, less moved by a single bad moment of the machine than the mean. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
