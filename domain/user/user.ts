import { absent, allOf, exists, lacks } from '../condition.ts';
import { userAlreadyExists, type Failure } from '../error.ts';
import type { UserItem } from '../item.ts';
import { ENTITY_TYPES, userKey } from '../keys.ts';
import { LIMITS } from '../limits.ts';
import { checkId, checkText } from '../text.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';
import { judgeReason, type Reason } from '../verdict.ts';

export interface UserInput {
  userId: string;
  name: string;
}

/** Null, or the ValidationError of a user's id or name. */
export function checkUser(input: UserInput): Failure | null {
  return checkId('userId', input.userId) ?? checkText('name', input.name, LIMITS.nameLength);
}

/** Puts the user, if there is none with that id. */
export function createUser(input: UserInput, now: string): Action[] {
  const attributes = { ...input, entityType: ENTITY_TYPES.user, createdAt: now, updatedAt: now };
  return [{ operation: 'PutItem', key: userKey(input.userId), attributes, condition: allOf<UserItem>([absent()]) }];
}

/** Why createUser was cancelled; null if the reasons do not tell. */
export function explainCreateUser(input: UserInput, reasons: Reason[]): Failure | null {
  const [user] = reasons;
  return user && judgeReason(user) === 'FAILED' ? userAlreadyExists() : null;
}

/** Renames the user, if there is one with that id whose deletion was not asked for. */
export function updateUser(input: UserInput, now: string): Action {
  const update = changing({}, { name: input.name, updatedAt: now }, []);
  const condition = allOf<UserItem>([exists(), lacks('erasingAt')]);
  return { operation: 'UpdateItem', key: userKey(input.userId), update, condition };
}

/**
 * The condition that a user exists and has not asked to be deleted, as part of another transaction: after the mark
 * nothing is made for them.
 */
export function userExists(userId: string): Action {
  const condition = allOf<UserItem>([exists(), lacks('erasingAt')]);
  return { operation: 'ConditionCheck', key: userKey(userId), condition };
}
