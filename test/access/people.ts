import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { inject } from 'vitest';
import { signRequest, type Credentials } from 'appsync-local';
import { loadSecrets, loadSigningKey, REFUSALS } from 'appsync-local/testing';
import type { World } from '../support/world.ts';
import type { CallerName } from './accessTable.ts';

/** Whom a question is about, by username. */
export interface Cast {
  self: string;
  other: string;
  owner: string;
  rival: string;
}

/** The headers that prove who makes a call; `url` is where the body is posted to. */
export type Proof = (url: string, body: string) => Promise<Record<string, string>>;

/** What a call is refused with as a whole. */
export interface CallRefusal {
  status: number;
  errorType: string;
  message: string;
}

/** Somebody who proves nothing, whatever they ask for. */
export interface Stranger {
  name: string;
  refusal: CallRefusal;
  proof: Proof;
}

const refused = (message: string): CallRefusal => ({ status: 401, errorType: 'UnauthorizedException', message });

/** How AppSync refuses a role that lacks `appsync:GraphQL` on a root field. */
export const NO_PERMISSION = refused('Permission denied');

const WRONG_SIGNATURE =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

const EXPIRED_KEY = 'ExpiredApiKey';

/** A copy of the run's assembly with a second API key, which has expired. */
export async function assemblyWithExpiredKey(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'access-assembly-'));
  await cp(inject('assemblyDir'), copy, { recursive: true });
  const file = join(copy, (await readdir(copy)).find((name) => name.endsWith('-Api.template.json')) ?? '');
  const template = JSON.parse(await readFile(file, 'utf8')) as {
    Resources: Record<string, { Type: string; Properties: object }>;
  };
  const [key] = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::AppSync::ApiKey');
  if (key === undefined) {
    throw new Error('the template has no API key');
  }
  template.Resources[EXPIRED_KEY] = { ...key, Properties: { ...key.Properties, Expires: 1_600_000_000 } };
  await writeFile(file, JSON.stringify(template));
  return copy;
}

export const removeAssembly = (directory: string) => rm(directory, { recursive: true, force: true });

/** The callers of the table, as who they are in this cast. */
export function callersOf({ running }: World, { self, other, owner, rival }: Cast): Record<CallerName, Proof> {
  const token = (username: string, ...groups: string[]): Proof => {
    const issued = running.issueToken(username, { groups });
    return async () => ({ authorization: await issued });
  };
  const signed =
    (credentials: Credentials | undefined): Proof =>
    (url, body) => {
      if (credentials === undefined) {
        throw new Error('the assembly has no such function');
      }
      return signRequest(url, body, credentials, running.region);
    };
  const roleOf = (name: string) =>
    Object.entries(running.functionCredentials).find(([logicalId]) => logicalId.startsWith(name))?.[1];
  return {
    key: async () => ({ 'x-api-key': running.apiKey ?? '' }),
    self: token(self),
    other: token(other),
    owner: token(owner, 'organizers'),
    rival: token(rival, 'organizers'),
    door: token('dora', 'door'),
    admin: token('root', 'admins'),
    backend: signed(running.credentials),
    publisher: signed(roleOf('PublishChanges')),
    worker: signed(roleOf('PromoteFromWaitlist')),
  };
}

/** Everybody else: no credentials, or such as prove nothing. All but the keys speak as an admin would. */
export async function strangersOf({ running, stateDir }: World): Promise<Stranger[]> {
  const { privateKey, keyId } = await loadSigningKey(stateDir);
  const foreign = await generateKeyPair('RS256');
  const expiredKey = (await loadSecrets(stateDir)).apiKeyOf(EXPIRED_KEY);
  const { iss = '', aud: clientId } = decodeJwt(await running.issueToken('root'));
  const claims = { token_use: 'id', 'cognito:username': 'root', 'cognito:groups': ['admins'] };
  const sign = (more: { issuer?: string; audience?: string; key?: typeof privateKey; claims?: object } = {}) =>
    new SignJWT({ ...claims, aud: more.audience ?? clientId, ...more.claims })
      .setProtectedHeader({ alg: 'RS256', kid: keyId })
      .setIssuer(more.issuer ?? iss)
      .setSubject('root')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(more.key ?? privateKey);
  const genuine = await sign();
  const [, payload = '', signature = ''] = genuine.split('.');
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged = base64({ ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), sub: 'mallory' });
  const byHeader = (name: string, refusal: CallRefusal, headers: Record<string, string>): Stranger => ({
    name,
    refusal,
    proof: async () => headers,
  });
  const byToken = (name: string, refusal: CallRefusal, authorization: string) =>
    byHeader(name, refusal, { authorization });
  const badSignature = { status: 403, errorType: 'InvalidSignatureException', message: WRONG_SIGNATURE };
  return [
    byHeader('nobody', refused(REFUSALS.noHeader), {}),
    byHeader('an expired API key', refused(REFUSALS.notAuthorized), { 'x-api-key': expiredKey }),
    byHeader('an unknown API key', refused(REFUSALS.notAuthorized), { 'x-api-key': `da2-${'a'.repeat(26)}` }),
    byToken(
      'an expired token',
      refused(REFUSALS.expiredToken),
      await running.issueToken('root', { groups: ['admins'], expiresInSeconds: -1 }),
    ),
    byToken('a token signed by another key', refused(REFUSALS.badToken), await sign({ key: foreign.privateKey })),
    byToken(
      'a token changed after signing',
      refused(REFUSALS.badToken),
      `${genuine.split('.')[0]}.${forged}.${signature}`,
    ),
    byToken('a token of another issuer', refused(REFUSALS.badToken), await sign({ issuer: `${iss}2` })),
    byToken(
      'a token for another client',
      refused(REFUSALS.notAuthorized),
      await sign({ audience: `${String(clientId)}2` }),
    ),
    byToken(
      'an access token for another client',
      refused(REFUSALS.notAuthorized),
      await sign({ claims: { aud: undefined, client_id: 'x', token_use: 'access' } }),
    ),
    byToken(
      'a token without a signature (alg none)',
      refused(REFUSALS.badToken),
      `${base64({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    ),
    byToken(
      'a token that lies about its algorithm',
      refused(REFUSALS.badToken),
      `${base64({ alg: 'none', kid: keyId })}.${payload}.${signature}`,
    ),
    {
      name: 'a signature with a wrong secret',
      refusal: badSignature,
      proof: (url, body) =>
        signRequest(url, body, { ...running.credentials, secretAccessKey: 'wrong' }, running.region),
    },
    {
      name: 'a signature of another body',
      refusal: badSignature,
      proof: (url, body) => signRequest(url, `${body} `, running.credentials, running.region),
    },
  ];
}
