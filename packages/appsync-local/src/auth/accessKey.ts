import type { Session } from '../iam/session.ts';
import type { Credentials } from './localSecrets.ts';

/** A key that requests may be signed with: the long-lived one of the local user, or a temporary one of a role. */
export interface AccessKey extends Credentials {
  /** Comes with temporary keys, and has to be sent along. */
  sessionToken?: string;
  /** Under whose role its requests are judged; the local user may do everything. */
  session?: Session;
}
