import type { Blueprint } from '../assembly/blueprint.ts';
import type { LocalSecrets } from '../auth/localSecrets.ts';
import type { SigningKey } from '../auth/signingKey.ts';
import type { AssumeRole } from '../iam/session.ts';
import type { ApiSettings } from './apiOptions.ts';

/** What every stage works from: the assembly that was read, and the secrets of this state directory. */
export interface Plan {
  settings: ApiSettings;
  /** The GraphQL endpoint. */
  url: string;
  blueprint: Blueprint;
  secrets: LocalSecrets;
  signingKey: SigningKey;
  assumeRole: AssumeRole;
}
