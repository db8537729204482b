import type { Identity, ProofPurpose, ProofRequest } from '../identity.ts';

/** Asks the server for the headers that prove who we are. Throws its refusal. */
export async function prove(identity: Identity, purpose: ProofPurpose, body: string): Promise<Record<string, string>> {
  if (identity.kind === 'user' && identity.username === '') {
    throw new Error('Type a username at the top first.');
  }
  const request: ProofRequest = { identity, purpose, body };
  const answer = await fetch('/console/proof', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  return (await answer.json()) as Record<string, string>;
}
