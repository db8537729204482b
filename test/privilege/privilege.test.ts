import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readBlueprint } from 'appsync-local';
import { createAssumeRole, type PermissionUse } from 'appsync-local/testing';
import { PLATFORM_REASONS, WILDCARD_REASONS, type GrantReason } from '../../infra/grantReasons.ts';
import { IS_FAST, isInShare } from '../support/tier.ts';
import { joinStages } from './bothStages.ts';
import { grantsOf, isOfRole, withoutGrant, type Grant } from './grants.ts';
import { take, TOUR } from './tour.ts';
import { visit } from './visit.ts';

const prod = inject('prodAssemblyDir');
const assemblyDir = joinStages(inject('assemblyDir'), prod);
const grants = grantsOf(assemblyDir).filter(isOfRole);
const proven = grants
  .filter((grant) => !PLATFORM_REASONS.some((reason) => isAbout(reason, grant)))
  // Those first that announce changes: they would have to go through all that the others leave behind.
  .sort((a, b) => Number(b.owner.startsWith('PublishChanges')) - Number(a.owner.startsWith('PublishChanges')));

/** One API after another is started on this state, and its table. */
const stateDir = mkdtempSync(join(tmpdir(), 'privilege-'));
/** What each step needs of which role; starting the API is the first. */
const needs = new Map<string, PermissionUse[]>();

beforeAll(async () => {
  let uses: PermissionUse[] = [];
  const visitor = await visit(assemblyDir, stateDir, (use) => uses.push(use));
  needs.set('the API starts', uses);
  for (const name of TOUR) {
    needs.set(name, (uses = []));
    await take(name, visitor);
  }
  await visitor.close();
});
afterAll(() => {
  rmSync(assemblyDir, { recursive: true });
  rmSync(stateDir, { recursive: true });
});

describe('roles of the template', () => {
  let shown = 0;

  it('allow the whole tour', () => {
    expect([...needs.values()].flat().filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  });

  // Starting an API without it takes long; `npm test` does so for some, and judges the others by what the tour needed.
  const isTaken = (index: number) => (IS_FAST ? index % 11 === 0 : isInShare(index));

  it.each(proven.map((grant, index) => [describeGrant(grant), grant, index] as const))(
    'need %s',
    async (_, grant, index) => {
      const reduced = withoutGrant(assemblyDir, grant);
      const steps = stepsThatNeed(reduced.directory);
      expect(steps, 'steps of the tour that need it').not.toEqual([]);
      if (isTaken(index)) {
        expect(await lacks(grant.action, steps, reduced.directory)).toBe(true);
      }
      reduced.dispose();
      shown += 1;
    },
  );

  it('grant nothing in vain', () => {
    console.log(
      `${shown} of ${proven.length} permissions shown to be needed; ${grants.length - proven.length} not shown here, each with its reason`,
    );
    expect(shown).toBe(proven.length);
    expect(PLATFORM_REASONS.flatMap((reason) => unmet(reason, grants))).toEqual([]);
  });
});

/**
 * Steps in which something would be refused under the roles of a reduced assembly, by the same judgement as the
 * server's; short ones first.
 */
function stepsThatNeed(directory: string): string[] {
  const { roles } = readBlueprint(directory);
  const assume = createAssumeRole(roles, () => undefined);
  const sessions = new Map(
    roles.map(({ logicalId, arn, trusts }) => [logicalId, assume(arn, trusts[0] ?? '', 'tour', logicalId)]),
  );
  const isRefused = ({ role, action, resource }: PermissionUse): boolean => {
    try {
      sessions.get(role)?.require(action, resource);
      return false;
    } catch {
      return true;
    }
  };
  const inNeed = [...needs].filter(([, uses]) => uses.some(isRefused));
  return inNeed.sort(([, a], [, b]) => a.length - b.length).map(([name]) => name);
}

/**
 * Whether one of these steps fails under the roles of a reduced assembly for want of an action. What goes on in the
 * background, as long after a user was marked for deletion, may have been noted for a step that does not need it.
 */
async function lacks(action: string, steps: string[], directory: string): Promise<boolean> {
  for (const step of steps) {
    const uses: PermissionUse[] = [];
    const hasFailed = await takeAlone(step, directory, uses).then(
      () => false,
      () => true,
    );
    if (hasFailed && uses.some((use) => !use.isAllowed && use.action === action)) {
      return true;
    }
  }
  return false;
}

/**
 * Starts the API of an assembly and takes one step; notes in `uses` what that needs. Rejects if either does not
 * succeed.
 */
async function takeAlone(step: string, directory: string, uses: PermissionUse[]): Promise<void> {
  const visitor = await visit(directory, stateDir, (use) => uses.push(use));
  try {
    if (TOUR.includes(step)) {
      await take(step, visitor);
    }
  } finally {
    await visitor.close();
  }
}

function describeGrant({ owner, action, resource }: Grant): string {
  return `${owner}: ${action} on ${resource}`;
}

function isAbout({ ownerType, owner = '', resource = '', actions }: GrantReason, grant: Grant): boolean {
  const isOwned = grant.ownerType === ownerType && grant.owner.startsWith(owner);
  return isOwned && grant.resource.includes(resource) && actions.includes(grant.action);
}

/** Actions of a reason that no grant has. */
function unmet(reason: GrantReason, given: Grant[]): string[] {
  return reason.actions.filter((action) => !given.some((grant) => isAbout({ ...reason, actions: [action] }, grant)));
}

describe('policies', () => {
  const all = [...grantsOf(inject('assemblyDir')), ...grantsOf(prod)];
  const wild = all.filter(
    ({ path, action, resource }) =>
      path[0] !== 'AssumeRolePolicyDocument' && (action.includes('*') || resource.includes('*')),
  );

  it('have no wildcard without a reason', () => {
    expect(
      wild.filter((grant) => !WILDCARD_REASONS.some((reason) => isAbout(reason, grant))).map(describeGrant),
    ).toEqual([]);
  });

  it('have every wildcard that a reason is given for', () => {
    expect(WILDCARD_REASONS.flatMap((reason) => unmet(reason, wild))).toEqual([]);
  });

  it('give roles nothing but what the tour was taken with', () => {
    const named = (given: Grant[]) => new Set(given.filter(isOfRole).map(({ owner, action }) => `${owner}: ${action}`));
    expect(named(all)).toEqual(named(grants));
  });
});
