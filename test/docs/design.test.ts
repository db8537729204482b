import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DESIGN_PAGE, formatted, shownTransactions, withTransactions } from './designTransactions.ts';
import { transactionTable } from './transactionTable.ts';

const PAGE = readFileSync(DESIGN_PAGE, 'utf8');

describe(DESIGN_PAGE, () => {
  it('shows every transaction with its conditions as the code has them (test/docs/writeDesign.ts writes it)', async () => {
    expect(shownTransactions(PAGE)).toBe(await formatted(transactionTable()));
  });

  it('would differ if a condition did', async () => {
    const planted = transactionTable().replace('capacity', 'capacityPlanted');
    expect(planted).not.toBe(transactionTable());
    expect(shownTransactions(PAGE)).not.toBe(await formatted(planted));
    expect(shownTransactions(await withTransactions(PAGE, planted))).toBe(await formatted(planted));
  });
});
