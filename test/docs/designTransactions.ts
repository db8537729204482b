import { format } from 'prettier';

/** The page that shows the transactions. */
export const DESIGN_PAGE = 'docs/design.md';

const [BEGIN, END] = ['<!-- transactions -->', '<!-- /transactions -->'];

/** The text between the two marks of the page. Throws Error if the page has none. */
export function shownTransactions(page: string): string {
  const [, text] = new RegExp(`${BEGIN}\n([^]*?)\n${END}`).exec(page) ?? [];
  if (text === undefined) {
    throw new Error(`${DESIGN_PAGE} has no place for the transactions.`);
  }
  return text.trim();
}

/** The table as Prettier leaves it, which is how it stands in the page. */
export async function formatted(table: string): Promise<string> {
  return (await format(table, { parser: 'markdown', printWidth: 120, proseWrap: 'always' })).trim();
}

/** The page with this table in its place. */
export async function withTransactions(page: string, table: string): Promise<string> {
  const text = await formatted(table);
  return page.replace(shownTransactions(page), () => text);
}
