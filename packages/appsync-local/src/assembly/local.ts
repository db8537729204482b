/** Ids that are the same in every run, so that a token can be made, and a region named, before any template is read. */
export const LOCAL = {
  /** Where stacks without a concrete environment run. */
  region: 'us-east-1',
  accountId: '000000000000',
  /** The id of the local user pool. */
  userPoolId: 'us-east-1_LocalPool',
  /** The id of the local app client: 26 lower-case characters, as Cognito's. */
  clientId: 'localclient000000000000000',
  /** The `iss` of every token of the pool (Cognito: the pool's URL). */
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool',
} as const;
