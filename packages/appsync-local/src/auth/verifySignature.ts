import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AccessKey } from './accessKey.ts';
import { headerOf, type AuthRequest, type Caller } from './caller.ts';
import { CallRefused } from './refusal.ts';

/** The services whose calls are signed for this server. */
export type SignedService = 'appsync' | 'lambda' | 'sqs' | 'events';

const BODY_HASH = 'x-amz-content-sha256';
const CLOCK_SKEW_MS = 5 * 60_000;

interface Parts {
  accessKeyId: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

/**
 * Verifies an AWS Signature Version 4 by signing the request anew with the key it names (AWS General Reference,
 * "Signature Version 4"; dates within five minutes). Temporary keys need their session token beside it. Throws
 * CallRefused 403 with the exception names that AWS services use.
 */
export async function verifySignature(
  request: AuthRequest,
  keys: readonly AccessKey[],
  { accountId, region }: { accountId: string; region: string },
  service: SignedService = 'appsync',
): Promise<Caller> {
  const parts = parseAuthorization(headerOf(request, 'authorization') ?? '', request);
  const key = keys.find(({ accessKeyId }) => accessKeyId === parts.accessKeyId);
  if (key === undefined || headerOf(request, 'x-amz-security-token') !== key.sessionToken) {
    throw new CallRefused('The security token included in the request is invalid.', 403, 'UnrecognizedClientException');
  }
  if (parts.service !== service) {
    throw new CallRefused(
      `Credential should be scoped to correct service: '${service}'.`,
      403,
      'InvalidSignatureException',
    );
  }
  if (parts.region !== region) {
    throw new CallRefused(
      `Credential should be scoped to a valid region, not '${parts.region}'.`,
      403,
      'InvalidSignatureException',
    );
  }
  const signed = await signAgain(request, parts, key);
  if (!isSame(signed, parts.signature)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
    throw new CallRefused(message, 403, 'InvalidSignatureException');
  }
  return iamCaller(key, accountId, request.sourceIp);
}

function iamCaller({ session }: AccessKey, accountId: string, sourceIp: string[]): Caller {
  const identity = {
    accountId,
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    sourceIp,
    username: session?.userId ?? 'AIDALOCALUSER0000000',
    userArn: session?.arn ?? `arn:aws:iam::${accountId}:user/local`,
    cognitoIdentityAuthType: null,
    cognitoIdentityAuthProvider: null,
  };
  return { mode: 'AWS_IAM', identity, groups: [], ...(session === undefined ? {} : { session }) };
}

/**
 * Takes the Authorization header apart; throws CallRefused 403 naming what is missing
 * (docs/reference/appsync.md#refused-calls).
 */
function parseAuthorization(header: string, request: AuthRequest): Parts {
  const fields = Object.fromEntries(
    header
      .replace(/^AWS4-HMAC-SHA256\s*/, '')
      .split(',')
      .map((field) => [field.slice(0, field.indexOf('=')).trim(), field.slice(field.indexOf('=') + 1).trim()]),
  ) as Record<string, string | undefined>;
  const { Credential: credential, SignedHeaders: signedHeaders, Signature: signature } = fields;
  if (
    !header.startsWith('AWS4-HMAC-SHA256') ||
    credential === undefined ||
    signedHeaders === undefined ||
    signature === undefined
  ) {
    const missing = Object.entries({ Credential: credential, Signature: signature, SignedHeaders: signedHeaders })
      .filter(([, value]) => value === undefined)
      .map(([name]) => `Authorization header requires '${name}' parameter.`);
    const date =
      headerOf(request, 'x-amz-date') === undefined
        ? " Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        : '';
    throw new CallRefused(
      `${missing.join(' ')}${date} Authorization=${header.split(' ')[0]}`,
      403,
      'IncompleteSignatureException',
    );
  }
  const [accessKeyId = '', , region = '', service = ''] = credential.split('/');
  return { accessKeyId, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

/** The signature that the key's secret gives for exactly the headers the client signed. */
async function signAgain(
  request: AuthRequest,
  parts: Parts,
  { accessKeyId, secretAccessKey }: AccessKey,
): Promise<string> {
  const date = headerOf(request, 'x-amz-date') ?? '';
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date);
  const signingDate = new Date(
    match === null ? Number.NaN : `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`,
  );
  if (!(Math.abs(Date.now() - signingDate.getTime()) <= CLOCK_SKEW_MS)) {
    throw new CallRefused(
      `Signature expired: ${date} is not within five minutes of now`,
      403,
      'InvalidSignatureException',
    );
  }
  const { pathname, searchParams } = new URL(request.url, 'http://local');
  const headers = Object.fromEntries(parts.signedHeaders.map((name) => [name, headerOf(request, name) ?? '']));
  // The signer would believe this header; what counts is the body that came.
  if (BODY_HASH in headers) {
    headers[BODY_HASH] = createHash('sha256').update(request.body).digest('hex');
  }
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: parts.region,
    service: parts.service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: 'local',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers,
      body: request.body,
    },
    { signingDate, signableHeaders: new Set(parts.signedHeaders) },
  );
  return /Signature=([0-9a-f]+)/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
