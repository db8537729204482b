/** The id of the local user pool: the same in every run, so that a token can be made before any template is read. */
export const USER_POOL_ID = 'us-east-1_LocalPool';

/** The local app client's id, 26 lower-case characters as Cognito's. */
export const CLIENT_ID = 'localclient000000000000000';

/** The `iss` of every token of the pool (Cognito: the pool's URL). */
export const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${USER_POOL_ID}`;
