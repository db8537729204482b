import type { Attempt, Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { tableOf, type TableName } from '../../../domain/keys.ts';
import type { Action } from '../../../domain/transaction.ts';
import type { Reason } from '../../../domain/verdict.ts';

/**
 * What goes wrong with one transaction. conflict, throttled: cancelled for that reason. refused: turned away as a
 * whole. lostBefore, lostAfter: an error without reasons, before or after it took effect. A function is run first, as
 * somebody else who acts just then.
 */
export type Fault = 'conflict' | 'throttled' | 'refused' | 'lostBefore' | 'lostAfter' | (() => Promise<unknown>) | null;

/** The table, with the fault that `next` gives for each transaction in turn. */
export function withFaults(
  table: Table,
  next: (call: number, actions: Action[]) => Fault,
): Table & { tokens: string[] } {
  const tokens: string[] = [];
  return {
    ...table,
    tokens,
    transact: async (actions, token) => {
      tokens.push(token);
      const fault = next(tokens.length - 1, actions);
      if (typeof fault === 'function') {
        await fault();
        return table.transact(actions, token);
      }
      return fault === null ? table.transact(actions, token) : suffer(fault, table, actions, token);
    },
  };
}

/** The table, with one fault after the other, then none. */
export function withScript(table: Table, script: Fault[]): Table & { tokens: string[] } {
  return withFaults(table, (call) => script[call] ?? null);
}

async function suffer(
  fault: Exclude<Fault, null | (() => unknown)>,
  table: Table,
  actions: Action[],
  token: string,
): Promise<Attempt> {
  switch (fault) {
    case 'conflict':
      return { kind: 'NOT_MADE', reasons: onEvent(actions, 'TransactionConflict') };
    case 'throttled':
      return { kind: 'NOT_MADE', reasons: onEvent(actions, 'ThrottlingError') };
    case 'refused':
      return { kind: 'NOT_MADE', reasons: [] };
    case 'lostBefore':
      return { kind: 'MAYBE_MADE' };
    case 'lostAfter':
      await table.transact(actions, token);
      return { kind: 'MAYBE_MADE' };
  }
}

/** The event is what everybody shares, so it is the one held by others. */
function onEvent(actions: Action[], type: string): Reason[] {
  return actions.map(({ key }) => ({ type: key.SK === 'METADATA' ? type : 'None', item: null }));
}

/** The table with other reads failing first, as often as told. */
export function withFailingReads(table: Table, failures: number, error: Error): Table {
  let left = failures;
  const failing = <Arguments extends unknown[], T>(read: (...args: Arguments) => Promise<T>) => {
    return async (...args: Arguments): Promise<T> => {
      if (left > 0) {
        left -= 1;
        throw error;
      }
      return read(...args);
    };
  };
  return {
    ...table,
    get: failing(table.get) as Table['get'],
    query: failing(table.query) as Table['query'],
    countPage: failing(table.countPage),
    getEach: failing(table.getEach),
    getTogether: failing(table.getTogether),
  };
}

/** Negative control: a table that does not recognise a repeated token. */
export function forgettingTokens(table: Table): Table {
  let calls = 0;
  return {
    ...table,
    transact: (actions, token) => table.transact(actions, `${token.slice(-20)}-again-${(calls += 1)}`),
  };
}

/** One call of the table outside transactions. */
export interface SingleCall {
  method: 'get' | 'query' | 'getEach' | 'getTogether' | 'write';
  /** Where what is read or written is. */
  table: TableName;
  action?: Action;
}

/**
 * What goes wrong with one single call. throttled: refused. lostBefore, lostAfter: no answer, before or after it took
 * effect. A function is run first, as somebody else who acts just then, and says what happens next.
 */
export type SingleFault = 'throttled' | 'lostBefore' | 'lostAfter' | (() => Promise<SingleFault>) | null;

/** The table, with the fault that `next` gives for each single call in turn. */
export function withSingleFaults(table: Table, next: (call: SingleCall) => SingleFault): Table {
  const carryOut = async <T>(fault: SingleFault, work: () => Promise<T>): Promise<T> => {
    if (typeof fault === 'function') {
      return carryOut(await fault(), work);
    }
    if (fault === 'throttled') {
      throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    }
    const result = fault === 'lostBefore' ? null : await work();
    if (fault !== null) {
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    }
    return result as T;
  };
  return {
    ...table,
    get: (key) => carryOut(next({ method: 'get', table: tableOf(key) }), () => table.get(key)),
    query: (condition, limit, order) =>
      carryOut(next({ method: 'query', table: condition.table }), () => table.query(condition, limit, order)),
    getEach: (keys) => carryOut(next({ method: 'getEach', table: tableOf(keys[0]!) }), () => table.getEach(keys)),
    getTogether: (keys) => carryOut(next({ method: 'getTogether', table: 'events' }), () => table.getTogether(keys)),
    write: (action) =>
      carryOut(next({ method: 'write', table: tableOf(action.key), action }), () => table.write(action)),
  };
}

/** The table, where everybody gets the lease, so that all who wait combine at once. */
export function withoutLease(table: Table): Table {
  const isLease = ({ SK }: { SK: string }) => SK === 'LEASE';
  return {
    ...table,
    get: async (key) => (isLease(key) ? null : table.get(key)),
    getEach: async (keys) => (await table.getEach(keys)).map((item, index) => (isLease(keys[index]!) ? null : item)),
    write: async (action) => (isLease(action.key) ? { isDone: true } : table.write(action)),
  };
}

/** Negative control: a table that holds no condition of transactions on these items. */
export function withoutConditions(table: Table, isMeant: (action: Action) => boolean): Table {
  const bare = (action: Action): Action =>
    isMeant(action) && action.operation !== 'ConditionCheck' ? { ...action, condition: undefined } : action;
  return { ...table, transact: (actions, token) => table.transact(actions.map(bare), token) };
}

/** The call that its process does not survive: nothing comes back. */
export function forever(): Promise<never> {
  return new Promise(() => undefined);
}
