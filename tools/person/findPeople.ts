import { Sha256 } from '@aws-crypto/sha256-js';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { SignatureV4 } from '@smithy/signature-v4';
import { reasonOf, Unreachable } from '../frame/api/sendTo.ts';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** Somebody in a user pool. */
export interface PoolPerson {
  /** The username, which is the `userId` of the API. */
  userId: string;
  /** Whether the address is known to be theirs. */
  isProven: boolean;
}

/** Which user pool is asked, and as whom. */
export interface PoolAccess {
  userPoolId: string;
  credentials: Credentials;
  /** Where Cognito answers; at its usual place if undefined. */
  endpoint?: string | undefined;
}

/** Cognito has understood the question and does not answer it. */
export class CognitoRefusal extends Error {
  override readonly name = 'CognitoRefusal';
}

const TIMEOUT_MS = 10_000;

interface ListUsersAnswer {
  Users?: { Username: string; Attributes: { Name: string; Value: string }[] }[];
  PaginationToken?: string;
}

/** An argument that is an e-mail address, and can stand between the quotes of a filter. */
export function parseAddress(text: string): string {
  if (!/^[^@\s"\\]+@[^@\s"\\]+$/.test(text)) {
    throw new InvalidArgumentError('This is not an e-mail address.');
  }
  return text;
}

/**
 * Everybody who has this address, proven or not. Cognito compares addresses letter by letter here, though not when
 * people sign in; so the address is also asked for in small letters.
 * @throws Unreachable, CognitoRefusal, and what the credentials throw
 */
export async function findPeople(address: string, access: PoolAccess): Promise<PoolPerson[]> {
  const found = new Map<string, PoolPerson>();
  for (const spelling of new Set([address, address.toLowerCase()])) {
    let token: string | undefined;
    do {
      const answer = await listUsers(spelling, token, access);
      for (const { Username: userId, Attributes } of answer.Users ?? []) {
        const isProven = Attributes.some(({ Name, Value }) => Name === 'email_verified' && Value === 'true');
        found.set(userId, { userId, isProven });
      }
      token = answer.PaginationToken;
    } while (token !== undefined);
  }
  return [...found.values()];
}

async function listUsers(
  address: string,
  token: string | undefined,
  { userPoolId, credentials, endpoint }: PoolAccess,
): Promise<ListUsersAnswer> {
  // A user pool's id begins with its region.
  const [region = ''] = userPoolId.split('_');
  const url = new URL(endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`);
  const body = JSON.stringify({
    UserPoolId: userPoolId,
    Filter: `email = "${address}"`,
    ...(token === undefined ? {} : { PaginationToken: token }),
  });
  const { headers } = await new SignatureV4({ credentials, region, service: 'cognito-idp', sha256: Sha256 }).sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
    },
    body,
  });
  // fetch sets the host itself.
  const { host: _, ...sent } = headers;
  const { isOk, text } = await fetch(url, {
    method: 'POST',
    headers: sent,
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
    .then(async (response) => ({ isOk: response.ok, text: await response.text() }))
    .catch((error: Error) => {
      throw new Unreachable(`${url.origin} cannot be reached: ${reasonOf(error)}`);
    });
  if (!isOk) {
    throw new CognitoRefusal(`Cognito refuses: ${text.slice(0, 300)}`);
  }
  return JSON.parse(text) as ListUsersAnswer;
}
