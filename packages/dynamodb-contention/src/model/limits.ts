interface Bucket {
  units: number;
  atMs: number;
}

/**
 * Units per second and partition; a bucket holds one second's worth (docs/reference/dynamodb.md#partitions,
 * docs/reference/dynamodb.md#what-the-model-remembers).
 */
export class Limits {
  private readonly buckets = new Map<string, Bucket>();
  constructor(
    private readonly unitsPerSecond: number,
    private readonly nowMs: () => number,
  ) {}

  isExhausted(partition: string): boolean {
    return this.buckets.has(partition) && this.refilled(partition).units <= 0;
  }

  /** May go below zero: what has begun is not broken off. */
  take(partition: string, units: number): void {
    if (this.unitsPerSecond < Infinity) {
      this.refilled(partition).units -= units;
    }
  }

  private refilled(partition: string): Bucket {
    const now = this.nowMs();
    let bucket = this.buckets.get(partition);
    if (bucket === undefined) {
      this.buckets.set(partition, (bucket = { units: this.unitsPerSecond, atMs: now }));
    }
    bucket.units = Math.min(this.unitsPerSecond, bucket.units + ((now - bucket.atMs) / 1000) * this.unitsPerSecond);
    bucket.atMs = now;
    return bucket;
  }
}
