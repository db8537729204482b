import type { Caller } from 'appsync-local/testing';
import type { CallerName } from './accessTable.ts';

const GROUPS: Partial<Record<CallerName, string[]>> = {
  owner: ['organizers'],
  rival: ['organizers'],
  door: ['door'],
  admin: ['admins'],
};
const ROLES: readonly CallerName[] = ['publisher', 'worker'];

/** Whether a caller is a role of the app itself, which IAM lets call nothing but what it is for. */
export const isRole = (name: CallerName): boolean => ROLES.includes(name);

/** A caller of the table of access as directives know one: without a name. */
export function asCaller(name: CallerName): Caller {
  if (name === 'key') {
    return { mode: 'API_KEY', identity: null, groups: [] };
  }
  if (name === 'backend' || isRole(name)) {
    return { mode: 'AWS_IAM', identity: null, groups: [] };
  }
  return { mode: 'AMAZON_COGNITO_USER_POOLS', identity: null, groups: GROUPS[name] ?? [] };
}
