/** Signs in at the local server as anybody, from a page of localhost; use it as `getToken: () => localToken(…)`. */
export async function localToken(endpoint: string, username: string, groups: string[] = []): Promise<string> {
  const answer = await fetch(new URL('/local/token', endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, groups }),
  });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  return answer.text();
}
