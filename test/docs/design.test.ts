import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTransactions } from './designTransactions.ts';
import { transactionTable } from '../../tools/docs/transactionTable.ts';

const FILE = resolve('docs/design.md');
const PAGE = readFileSync(FILE, 'utf8');

describe('docs/design.md', () => {
  it('shows every transaction with its conditions as the code has them (`npx vitest run test/docs/design.test.ts -u` writes it)', async () => {
    await expect(await withTransactions(PAGE, transactionTable())).toMatchFileSnapshot(FILE);
  });

  it('would differ if a condition did', async () => {
    const planted = transactionTable().replace('capacity', 'planted');
    expect(planted).not.toBe(transactionTable());
    expect(await withTransactions(PAGE, planted)).not.toBe(await withTransactions(PAGE, transactionTable()));
  });

  it('needs a place for them', async () => {
    await expect(withTransactions('A page.', transactionTable())).rejects.toThrow('no place for the transactions');
  });
});
