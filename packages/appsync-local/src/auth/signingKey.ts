import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { readOrCreate } from '../state/keptFile.ts';

/** The key pair that stands for the user pool's. */
export interface SigningKey {
  keyId: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

const ALGORITHM = 'RS256';

/**
 * Loads the RS256 key that signs local tokens; it is made once and kept in the state directory. Throws StartError for a
 * damaged one.
 */
export async function loadSigningKey(stateDir: string): Promise<SigningKey> {
  return readOrCreate(stateDir, 'signing-key.json', 'tokens issued before are refused then', makeKey, readKey);
}

/** Throws for what is no key. */
async function readKey(text: string): Promise<SigningKey> {
  const stored = JSON.parse(text) as JWK & { n: string; e: string };
  const { kty, n, e } = stored;
  return {
    keyId: stored.kid ?? 'local',
    privateKey: (await importJWK(stored, ALGORITHM)) as CryptoKey,
    publicKey: (await importJWK({ kty, n, e }, ALGORITHM)) as CryptoKey,
  };
}

async function makeKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'local', alg: ALGORITHM });
}
