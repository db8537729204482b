import type { Identity } from '../identity.ts';
import type { ConsoleSettings } from '../settings.ts';

/** A kind of identity that the switch offers. */
export interface Role {
  /** `apiKey`, `user`, `group:<name>` or `iam`. */
  id: string;
  label: string;
  /** The Cognito group that its users are in. */
  group?: string;
  /** Where users of this role start; absent where there is no username. */
  defaultUsername?: string;
}

/** What was chosen: a role, and the name typed in for each role. */
export interface Choice {
  role: string;
  usernames: Record<string, string>;
}

const STORAGE_KEY = 'console:identity';

/** The roles that the API knows: the API key, users, users in each group of the schema, and the backend. */
export function rolesFor({ hasApiKey, hasUserPool, hasIam, groups, usernames }: ConsoleSettings): Role[] {
  const users = [
    { id: 'user', label: 'User', defaultUsername: usernames.user ?? 'alice' },
    ...groups.map((group) => ({
      id: `group:${group}`,
      label: singular(group),
      group,
      defaultUsername: usernames[group] ?? singular(group).toLowerCase(),
    })),
  ];
  return [
    ...(hasApiKey ? [{ id: 'apiKey', label: 'API key' }] : []),
    ...(hasUserPool ? users : []),
    ...(hasIam ? [{ id: 'iam', label: 'Backend' }] : []),
  ];
}

/** What the browser remembers, or the first role with the names to begin with. */
export function loadChoice(roles: readonly Role[]): Choice {
  const usernames = Object.fromEntries(
    roles.flatMap(({ id, defaultUsername }) => (defaultUsername === undefined ? [] : [[id, defaultUsername]])),
  );
  const first = { role: roles[0]?.id ?? '', usernames };
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<Choice>;
    const role = roles.some(({ id }) => id === stored.role) ? (stored.role as string) : first.role;
    return { role, usernames: { ...usernames, ...stored.usernames } };
  } catch {
    return first;
  }
}

/** Remembers a choice in this browser. */
export function saveChoice(choice: Choice): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
}

/** Whom a choice stands for. */
export function identityOf(roles: readonly Role[], { role, usernames }: Choice): Identity {
  const { group } = roles.find(({ id }) => id === role) ?? {};
  if (role === 'apiKey' || role === 'iam') {
    return { kind: role };
  }
  return { kind: 'user', username: usernames[role] ?? '', groups: group === undefined ? [] : [group] };
}

/** An identity in one line. */
export function describeIdentity(identity: Identity): string {
  if (identity.kind === 'apiKey') {
    return 'Requests carry the API key; nobody is signed in.';
  }
  if (identity.kind === 'iam') {
    return 'Requests are signed with the local IAM credentials.';
  }
  const [group] = identity.groups;
  if (identity.username === '') {
    return 'Type a username to sign in.';
  }
  return `Signed in as ${identity.username}${group === undefined ? '' : `, member of ${group}`}.`;
}

function singular(group: string): string {
  const name = group.replace(/s$/, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
