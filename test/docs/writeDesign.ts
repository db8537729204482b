import { readFileSync, writeFileSync } from 'node:fs';
import { DESIGN_PAGE, withTransactions } from './designTransactions.ts';
import { transactionTable } from './transactionTable.ts';

/** `node --import tsx test/docs/writeDesign.ts`: writes the table of transactions into docs/design.md. */
writeFileSync(DESIGN_PAGE, await withTransactions(readFileSync(DESIGN_PAGE, 'utf8'), transactionTable()));
