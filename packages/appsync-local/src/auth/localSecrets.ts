import { createHmac, randomBytes } from 'node:crypto';
import { readOrCreate } from '../state/keptFile.ts';

/** A long-lived access key, as IAM's. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Secrets that stay the same between starts. */
export interface LocalSecrets {
  /** The local user's: who signs with them is a backend that may do everything. */
  credentials: Credentials;
  /** The temporary ones of a role. */
  roleCredentialsOf(roleName: string): Credentials & { sessionToken: string };
  /** Seals pagination tokens. */
  tokenSecret: Uint8Array;
  /** The value of an API key: `da2-` and 26 characters (docs/reference/appsync.md#modes-and-credentials). */
  apiKeyOf(logicalId: string): string;
}

/** 32 bytes. */
const SEED = /^[0-9a-f]{64}$/;

/**
 * Derives the local secrets from a seed kept in the state directory, which is made at first use. Throws StartError for
 * a damaged one.
 */
export async function loadSecrets(stateDir: string): Promise<LocalSecrets> {
  const seed = await readOrCreate(
    stateDir,
    'seed',
    'the tables stay, access keys and API keys change',
    () => randomBytes(32).toString('hex'),
    (text) => (SEED.test(text) ? text : undefined),
  );
  const derive = (purpose: string) => createHmac('sha256', seed).update(purpose).digest();
  const letters = (purpose: string, length: number) =>
    BigInt(`0x${derive(purpose).toString('hex')}`)
      .toString(36)
      .padStart(length, '0')
      .slice(-length);
  return {
    credentials: {
      accessKeyId: `AKIA${letters('access key id', 16).toUpperCase()}`,
      secretAccessKey: derive('secret access key').toString('base64').slice(0, 40),
    },
    roleCredentialsOf: (roleName) => ({
      accessKeyId: `ASIA${letters(`role key id ${roleName}`, 16).toUpperCase()}`,
      secretAccessKey: derive(`role secret ${roleName}`).toString('base64').slice(0, 40),
      sessionToken: derive(`role token ${roleName}`).toString('base64'),
    }),
    tokenSecret: derive('pagination token'),
    apiKeyOf: (logicalId) => `da2-${letters(`api key ${logicalId}`, 26)}`,
  };
}
