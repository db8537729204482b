import { issueToken } from '../../../appsync-local/src/auth/issueToken.ts';
import { loadSigningKey } from '../../../appsync-local/src/auth/signingKey.ts';
import { runConcurrently } from '../load/runConcurrently.ts';
import { temporaryStateDir } from './temporaryStateDir.ts';

/**
 * Everybody calls as themselves: a token for each, by user id, and the directory with the key that they are valid for.
 */
export interface People {
  stateDir: string;
  tokens: Map<string, string>;
}

/** Issues tokens to these users; `admins` are in that group. */
export async function issueTokens(userIds: readonly string[], admins: readonly string[] = []): Promise<People> {
  const stateDir = temporaryStateDir();
  await loadSigningKey(stateDir);
  const tokens = new Map<string, string>();
  await runConcurrently(8, [...userIds, ...admins], async (userId) => {
    tokens.set(
      userId,
      await issueToken(stateDir, userId, { groups: admins.includes(userId) ? ['admins'] : [], expiresInSeconds: 3600 }),
    );
  });
  return { stateDir, tokens };
}
