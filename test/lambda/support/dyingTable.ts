import type { Action } from '../../../domain/transaction.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { forever } from './faults.ts';

/** The table as a process has it that dies at its n-th call, before or after that is carried out. */
export function dyingTable(table: Table, call: number, isAfter: boolean, written: Action[] = []): Table {
  let calls = 0;
  const dies = <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls - 1 < call) {
      return work();
    }
    return calls - 1 === call && isAfter ? work().then(forever) : forever();
  };
  return {
    get: (key) => dies(() => table.get(key)),
    query: (condition, limit, order) => dies(() => table.query(condition, limit, order)),
    countPage: (condition, start) => dies(() => table.countPage(condition, start)),
    getEach: (keys) => dies(() => table.getEach(keys)),
    getTogether: (keys) => dies(() => table.getTogether(keys)),
    write: (action) =>
      dies(() => {
        written.push(action);
        return table.write(action);
      }),
    transact: (actions, token) => dies(() => table.transact(actions, token)),
  };
}
