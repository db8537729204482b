import { AssemblyError } from '../assembly/types.ts';
import type { RoleBlueprint } from '../assembly/blueprint.ts';
import { isAbout } from '../assembly/statement.ts';

/** A permission that somebody needed. */
export interface PermissionUse {
  /** Logical id of the role. */
  role: string;
  action: string;
  resource: string;
  isAllowed: boolean;
}

/** The role of a session does not permit an action. The message is IAM's. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDeniedException';
}

/** Somebody acting under a role of the template: a data source or a function. */
export class Session {
  readonly role: RoleBlueprint;
  /** `arn:aws:sts::…:assumed-role/Role/name` */
  readonly arn: string;
  /** `AROA…:name` */
  readonly userId: string;
  readonly #onPermission: (use: PermissionUse) => void;

  constructor(role: RoleBlueprint, name: string, onPermission: (use: PermissionUse) => void) {
    this.role = role;
    this.arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${name}`;
    this.userId = `${role.id}:${name}`;
    this.#onPermission = onPermission;
  }

  /** Whether a statement forbids it, whatever others allow. */
  isForbidden(action: string, resource: string): boolean {
    return this.role.statements.some(
      (statement) => statement.effect === 'Deny' && isAbout(statement, action, resource),
    );
  }

  /** Throws AccessDenied unless some statement allows the action on the resource and none forbids it. */
  require(action: string, resource: string): void {
    const isForbidden = this.isForbidden(action, resource);
    const isAllowed =
      !isForbidden &&
      this.role.statements.some((statement) => statement.effect === 'Allow' && isAbout(statement, action, resource));
    this.#onPermission({ role: this.role.logicalId, action, resource, isAllowed });
    if (isAllowed) {
      return;
    }
    const why = isForbidden
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
    throw new AccessDenied(`User: ${this.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`);
  }
}

/**
 * Lets a service act under a role, named by its ARN. Throws AssemblyError if there is no such role or it does not trust
 * the service.
 */
export type AssumeRole = (roleArn: string | undefined, service: string, sessionName: string, owner: string) => Session;

/** The roles of an assembly, to be assumed. `onPermission` is told of every permission that a session needs. */
export function createAssumeRole(
  roles: readonly RoleBlueprint[],
  onPermission: (use: PermissionUse) => void,
): AssumeRole {
  return (roleArn, service, sessionName, owner) => {
    const role = roles.find(({ arn }) => arn === roleArn);
    if (role === undefined) {
      throw new AssemblyError(`${owner} needs a role of the assembly, and has ${roleArn ?? 'none'}`);
    }
    if (!role.trusts.includes(service)) {
      throw new AssemblyError(`the role ${role.logicalId} of ${owner} cannot be assumed by ${service}`);
    }
    return new Session(role, sessionName, onPermission);
  };
}
