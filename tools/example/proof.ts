/** Asks a running `npm start` to prove an identity, as its console does; answers the headers. Throws its refusal. */
export async function askForProof(api: string, identity: object): Promise<Record<string, string>> {
  const { origin } = new URL(api);
  const answer = await fetch(new URL('/console/proof', api), {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ identity, purpose: 'request', body: '' }),
  });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  return (await answer.json()) as Record<string, string>;
}
