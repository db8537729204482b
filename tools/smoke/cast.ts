import { Sha256 } from '@aws-crypto/sha256-js';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SignatureV4 } from '@smithy/signature-v4';
import { proveLocally } from '../running/proveLocally.ts';
import { sendTo, type Prove, type Send } from './call.ts';

export const PEOPLE = ['alice', 'bob', 'cleo', 'olga'] as const;
export type Person = (typeof PEOPLE)[number];

/** Who plays the story on which API. Olga organizes. */
export interface Cast {
  /** Each as a caller of their own, or one who may act for all. */
  people: Record<Person, Send>;
  /** Whether people are callers of their own, who may act for nobody else. */
  areSeparate: boolean;
  /** A backend or admin, who may do everything. */
  backend: Send;
  /** With the public API key; null where none is known. */
  reader: Send | null;
  /** Without any credentials, and with ones that are worth nothing. */
  strangers: Send[];
}

/** How people's ids begin, to be told from real ones. */
export const PREFIX = 'smoke-';

/** On the local server, where anybody can be had. */
export function localCast(url: string): Cast {
  const as = (identity: Parameters<typeof proveLocally>[1]) => sendTo(url, (body) => proveLocally(url, identity, body));
  const user = (name: Person, ...groups: string[]) => as({ kind: 'user', username: `${PREFIX}${name}`, groups });
  return {
    people: { alice: user('alice'), bob: user('bob'), cleo: user('cleo'), olga: user('olga', 'organizers') },
    areSeparate: true,
    backend: as({ kind: 'iam' }),
    reader: as({ kind: 'apiKey' }),
    strangers: strangersAt(url),
  };
}

/** On a deployment, where one caller plays all: an admin with a token, or IAM. */
export function deployedCast(url: string, proof: Prove, apiKey: string | undefined): Cast {
  const backend = sendTo(url, proof);
  const reader = apiKey === undefined ? null : sendTo(url, async () => ({ 'x-api-key': apiKey }));
  return {
    people: { alice: backend, bob: backend, cleo: backend, olga: backend },
    areSeparate: false,
    backend,
    reader,
    strangers: strangersAt(url),
  };
}

function strangersAt(url: string): Send[] {
  const worthless = [{}, { 'x-api-key': `da2-${'a'.repeat(26)}` }, { authorization: 'e30.e30.e30' }];
  return worthless.map((headers) => sendTo(url, async () => headers as Record<string, string>));
}

/** Signs as AWS's SDK would: with the credentials of environment, profile or role. @throws CredentialsProviderError */
export function signedByAws(url: string, region: string): Prove {
  const { config } = new LambdaClient({ region });
  const signer = new SignatureV4({ credentials: config.credentials, region, service: 'appsync', sha256: Sha256 });
  const { protocol, host, hostname, pathname: path } = new URL(url);
  return async (body) => {
    const request = {
      method: 'POST',
      protocol,
      hostname,
      path,
      headers: { host, 'content-type': 'application/json' },
      body,
    };
    const { host: _, ...headers } = (await signer.sign(request)).headers;
    return headers;
  };
}
