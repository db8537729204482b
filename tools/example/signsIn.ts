/** Where a local API gives tokens to pages of this machine. */
export const tokensOf = (apiUrl: string): string => new URL('/local/token', apiUrl).href;

/** Whether a local API signs people in: one that others can reach does not. */
export async function signsIn(apiUrl: string): Promise<boolean> {
  const body = JSON.stringify({ username: 'ada', groups: [] });
  return (await fetch(tokensOf(apiUrl), { method: 'POST', body })).ok;
}
