/** Where the API is: the part of Amplify's amplify_outputs.json that is needed here. */
export interface Outputs {
  data: { url: string; aws_region: string; api_key?: string };
  /** The Cognito user pool; absent for the local API. */
  auth?: { user_pool_id: string; user_pool_client_id: string; aws_region: string };
  /** For the local API: where to POST `{ username, groups }` for a token. */
  custom?: { local_tokens?: string };
}

/** Reads amplify_outputs.json, which lies beside index.html. Throws a sentence for people if it is not there. */
export async function readOutputs(): Promise<Outputs> {
  const answer = await fetch('amplify_outputs.json', { cache: 'no-store' });
  const outputs = (await answer.json().catch(() => ({}))) as Partial<Outputs>;
  if (outputs.data === undefined) {
    throw new Error(
      'There is no amplify_outputs.json beside this page that says where the API is: start with `npm run example`.',
    );
  }
  return outputs as Outputs;
}
