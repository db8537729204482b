import { format } from 'prettier';

const PLACE = /(?<=<!-- transactions -->\n)[^]*(?=<!-- \/transactions -->)/;

/** The text of docs/design.md with this table in its place, as Prettier leaves it. Throws Error if there is no place. */
export async function withTransactions(page: string, table: string): Promise<string> {
  if (!PLACE.test(page)) {
    throw new Error('The page has no place for the transactions.');
  }
  const formatted = await format(table, { parser: 'markdown', printWidth: 120, proseWrap: 'always' });
  return page.replace(PLACE, () => `\n${formatted}\n`);
}
