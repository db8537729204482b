import { format, resolveConfig } from 'prettier';

const PAGE = 'docs/design.md';
const PLACE = /(?<=<!-- transactions -->\n)[^]*(?=<!-- \/transactions -->)/;

/**
 * The text of docs/design.md with this table in its place, as Prettier leaves it. Throws Error if there is no place.
 */
export async function withTransactions(page: string, table: string): Promise<string> {
  if (!PLACE.test(page)) {
    throw new Error('The page has no place for the transactions.');
  }
  const formatted = await format(table, { ...(await resolveConfig(PAGE)), filepath: PAGE });
  return page.replace(PLACE, () => `\n${formatted}\n`);
}
