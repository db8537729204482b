import type { Identity } from './types.ts';

const MODES: [authType: string, keys: string[]][] = [
  ['IAM Authorization', ['accountId', 'sourceIp', 'username', 'userArn']],
  ['User Pool Authorization', ['sourceIp', 'username', 'sub', 'issuer', 'claims', 'defaultAuthStrategy']],
];

/**
 * What util.authType() says for the identity of a made-up context: EvaluateCode recognises the mode by the keys that
 * are there (recorded, test/resolver/recordings/authType.json).
 */
export function authTypeOf(identity: Identity | null): string {
  if (identity === null) {
    return 'API Key Authorization';
  }
  const has = (key: string) => identity[key] !== undefined && identity[key] !== null;
  if (Object.keys(identity).length === 0 || has('resolverContext')) {
    return 'Lambda Authorization';
  }
  const mode = MODES.find(([, keys]) => keys.every(has));
  if (mode !== undefined) {
    return mode[0];
  }
  const isOidc = ['sub', 'issuer', 'claims'].every(has) && !has('username');
  return isOidc ? 'Open ID Connect Authorization' : 'API Key Authorization';
}
