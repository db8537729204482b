import { Session, type PermissionUse } from '../../src/iam/session.ts';
import { readStatements } from '../../src/assembly/statement.ts';

/** A session of a role with this policy. */
export function sessionWith(policy: unknown, onPermission: (use: PermissionUse) => void = () => undefined): Session {
  const role = {
    logicalId: 'Role',
    name: 'Role',
    arn: 'arn:aws:iam::000000000000:role/Role',
    id: 'AROAROLE',
    accountId: '000000000000',
    trusts: [],
  };
  return new Session({ ...role, statements: readStatements(policy, 'Role') }, 'session', onPermission);
}

/** A session that may do everything. */
export function openSession(): Session {
  return sessionWith({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
}
