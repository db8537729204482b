import type { FaultName } from './faults.ts';
import { FAULT_NAMES } from './faults.ts';

/** One operation of the DynamoDB API. */
export interface OperationStats {
  calls: number;
  succeeded: number;
  /** By exception name. */
  failed: Record<string, number>;
  /** Read units, halves included. */
  readUnits: number;
  /** Write units of tables; transactional ones count double, a cancelled transaction's the prepare half. */
  tableWriteUnits: number;
  indexWriteUnits: number;
}

/** What happened since the start or the last reset. */
export interface Stats {
  /** By name, `TransactWriteItems`; only operations that were called. */
  operations: Record<string, OperationStats>;
  /** All operations together. */
  calls: number;
  readUnits: number;
  /** Of tables and indexes. */
  writeUnits: number;
  /** Codes of cancelled transactions, one per action; `None` left out. */
  reasons: Record<string, number>;
  /** Faults that took effect. */
  faults: Record<FaultName, number>;
  /** Requests whose limits were used up, not counting faults. */
  throttled: number;
  /** Items that were answered as they were before their last write. */
  stale: number;
  /** Transactions that held all their items but were refused by Local: somebody wrote beside the proxy. */
  surprises: number;
  /** Committed transactions, and for how many milliseconds of model time each held its items, added up. */
  holds: { count: number; ms: number };
  /** Most requests in progress at once. */
  peakInProgress: number;
}

/** Counts for the stats. */
export class Counter {
  private counted = noStats();
  private inProgress = 0;

  reset(): void {
    this.counted = { ...noStats(), peakInProgress: this.inProgress };
  }

  read(): Stats {
    const operations = Object.values(this.counted.operations);
    const total = (units: (one: OperationStats) => number): number =>
      operations.reduce((sum, one) => sum + units(one), 0);
    return structuredClone({
      ...this.counted,
      calls: total(({ calls }) => calls),
      readUnits: total(({ readUnits }) => readUnits),
      writeUnits: total(({ tableWriteUnits, indexWriteUnits }) => tableWriteUnits + indexWriteUnits),
    });
  }

  began(operation: string): void {
    this.of(operation).calls += 1;
    this.inProgress += 1;
    this.counted.peakInProgress = Math.max(this.counted.peakInProgress, this.inProgress);
  }

  /** @param failure name of the exception, null for success */
  ended(operation: string, failure: string | null): void {
    this.inProgress -= 1;
    const { failed } = this.of(operation);
    if (failure === null) this.of(operation).succeeded += 1;
    else failed[failure] = (failed[failure] ?? 0) + 1;
  }

  charge(operation: string, units: { read?: number; table?: number; index?: number }): void {
    const one = this.of(operation);
    one.readUnits += units.read ?? 0;
    one.tableWriteUnits += units.table ?? 0;
    one.indexWriteUnits += units.index ?? 0;
  }

  reason(code: string): void {
    if (code !== 'None') this.counted.reasons[code] = (this.counted.reasons[code] ?? 0) + 1;
  }

  fault(name: FaultName): void {
    this.counted.faults[name] += 1;
  }

  /** A transaction has committed that held its items for so long. */
  held(ms: number): void {
    this.counted.holds.count += 1;
    this.counted.holds.ms += ms;
  }

  add(what: 'throttled' | 'stale' | 'surprises'): void {
    this.counted[what] += 1;
  }

  private of(operation: string): OperationStats {
    return (this.counted.operations[operation] ??= {
      calls: 0,
      succeeded: 0,
      failed: {},
      readUnits: 0,
      tableWriteUnits: 0,
      indexWriteUnits: 0,
    });
  }
}

function noStats(): Stats {
  const faults = Object.fromEntries(FAULT_NAMES.map((name) => [name, 0])) as Record<FaultName, number>;
  return {
    operations: {},
    calls: 0,
    readUnits: 0,
    writeUnits: 0,
    reasons: {},
    faults,
    throttled: 0,
    stale: 0,
    surprises: 0,
    holds: { count: 0, ms: 0 },
    peakInProgress: 0,
  };
}
