import { describe, expect, it } from 'vitest';
import type { PermissionUse } from '../../src/iam/session.ts';
import { sessionWith } from './sessions.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/T';
const USER = 'User: arn:aws:sts::000000000000:assumed-role/Role/session is not authorized to perform';

/** Whether a policy of these statements permits an action on a resource. */
function permits(statements: unknown, action: string, resource: string): boolean {
  try {
    sessionWith({ Statement: statements }).require(action, resource);
    return true;
  } catch {
    return false;
  }
}

describe('Session', () => {
  it('may do what a statement allows, and nothing else', () => {
    const policy = {
      Statement: {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:Query'],
        Resource: [TABLE, `${TABLE}/index/A`],
      },
    };
    const uses: PermissionUse[] = [];
    const session = sessionWith(policy, (use) => uses.push(use));
    session.require('dynamodb:Query', `${TABLE}/index/A`);
    const why = 'because no identity-based policy allows the dynamodb:PutItem action';
    expect(() => session.require('dynamodb:PutItem', TABLE)).toThrow(
      `${USER}: dynamodb:PutItem on resource: ${TABLE} ${why}`,
    );
    expect(() => session.require('dynamodb:Query', `${TABLE}/index/B`)).toThrow('is not authorized');
    expect(uses).toEqual([
      { role: 'Role', action: 'dynamodb:Query', resource: `${TABLE}/index/A`, isAllowed: true },
      { role: 'Role', action: 'dynamodb:PutItem', resource: TABLE, isAllowed: false },
      { role: 'Role', action: 'dynamodb:Query', resource: `${TABLE}/index/B`, isAllowed: false },
    ]);
  });

  it('may not do what any statement denies', () => {
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const session = sessionWith({ Statement: [all, { Effect: 'Deny', Action: 'dynamodb:Delete*', Resource: TABLE }] });
    expect(() => session.require('dynamodb:DeleteItem', TABLE)).toThrow(
      `${USER}: dynamodb:DeleteItem on resource: ${TABLE} with an explicit deny in an identity-based policy`,
    );
    expect(() => session.require('dynamodb:DeleteItem', `${TABLE}2`)).not.toThrow();
    expect([session.isForbidden('dynamodb:DeleteItem', TABLE), session.isForbidden('dynamodb:GetItem', TABLE)]).toEqual(
      [true, false],
    );
  });

  it.each([
    ['dynamodb:*', TABLE, 'dynamodb:GetItem', TABLE, true],
    ['DYNAMODB:getitem', TABLE, 'dynamodb:GetItem', TABLE, true],
    ['dynamodb:?etItem', TABLE, 'dynamodb:GetItem', TABLE, true],
    ['dynamodb:?Item', TABLE, 'dynamodb:GetItem', TABLE, false],
    ['dynamodb:Get', TABLE, 'dynamodb:GetItem', TABLE, false],
    ['dynamodb:GetItem', TABLE.toLowerCase(), 'dynamodb:GetItem', TABLE, false],
    ['dynamodb:Query', TABLE, 'dynamodb:Query', `${TABLE}/index/A`, false],
    ['dynamodb:Query', `${TABLE}/index/*`, 'dynamodb:Query', `${TABLE}/index/A`, true],
    ['dynamodb:Query', `${TABLE}/index/*`, 'dynamodb:Query', TABLE, false],
    [
      'lambda:InvokeFunction',
      'arn:aws:lambda:r:a:function:f:*',
      'lambda:InvokeFunction',
      'arn:aws:lambda:r:a:function:f',
      false,
    ],
    [
      'lambda:InvokeFunction',
      'arn:aws:lambda:r:a:function:f:*',
      'lambda:InvokeFunction',
      'arn:aws:lambda:r:a:function:f:7',
      true,
    ],
    ['a:b', 'x.y', 'a:b', 'xzy', false],
  ])('with %s on %s: %s on %s is %s', (granted, on, action, resource, isPermitted) => {
    expect(permits({ Effect: 'Allow', Action: granted, Resource: on }, action, resource)).toBe(isPermitted);
  });
});

describe('readStatements', () => {
  it.each([
    [
      'conditions',
      { Condition: { StringEquals: {}, Bool: {} } },
      'not emulated: Condition StringEquals, Bool in a policy of Role',
    ],
    ['NotAction', { NotAction: 'a:b' }, 'not emulated: NotAction in a policy of Role'],
    ['NotResource', { NotResource: '*' }, 'not emulated: NotResource in a policy of Role'],
    ['principals', { Principal: '*' }, 'not emulated: Principal in a policy of Role'],
    [
      'policy variables',
      { Resource: 'arn:${aws:username}' },
      'not emulated: the policy variable arn:${aws:username} in a policy of Role',
    ],
    ['values that are no texts', { Action: [{}] }, 'a policy of Role has the Action {}'],
    ['unknown effects', { Effect: 'Perhaps' }, 'a policy of Role has the effect "Perhaps"'],
    ['statements about no action', { Action: [] }, 'a statement in a policy of Role has no Action'],
    ['statements about no resource', { Resource: undefined }, 'a statement in a policy of Role has no Resource'],
  ])('refuses %s', (_, part, message) => {
    expect(() => sessionWith({ Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*', ...part }] })).toThrow(
      message,
    );
  });
});
