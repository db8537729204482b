import { describe, expect, it } from 'vitest';
import { UNKNOWN_NOTED } from '../../domain/event/noted.ts';
import type { EventItem, WaitlistEntryItem } from '../../domain/item.ts';
import { PAGE_JOINS } from '../../domain/keys.ts';
import { noteQueue } from '../../domain/waitlist/noteQueue.ts';
import { LeaverCheck } from '../../lambda/audit/rule/leaverCheck.ts';

const NOW = '2030-01-01T00:00:00.000Z';
const MAX_ACTIONS = 100;

/** A queue that so many have joined, of whom only the first is there, and nobody knows who has left. */
function checkOf(waitlistJoins: number) {
  const event = {
    eventId: 'e',
    createdAt: NOW,
    version: 9,
    waitlistCount: 1,
    waitlistTail: NOW,
    waitlistJoins,
    waitlistNoted: UNKNOWN_NOTED,
  } as EventItem;
  const check = new LeaverCheck(event, []);
  check.add({ joinedPosition: 1, joinedDepartures: 0 } as WaitlistEntryItem);
  return { check, actions: noteQueue(event, check.leavers(new Set([1])), NOW) };
}

describe('Writing down anew who has left', () => {
  it('is one transaction for as many as fill 98 pages', () => {
    const { check, actions } = checkOf(98 * PAGE_JOINS);
    expect(check.isUnknown).toBe(true);
    expect(actions).toHaveLength(1 + 98);
    expect(actions.length).toBeLessThanOrEqual(MAX_ACTIONS);
    const left = actions.slice(1).reduce((sum, action) => sum + Number(action.attributes?.left), 0);
    expect(left).toBe(98 * PAGE_JOINS - 1);
  });

  it('is not asked for beyond that: places are counted from then on', () => {
    const { check, actions } = checkOf(98 * PAGE_JOINS + 1);
    expect([check.isUnknown, check.isWrong]).toEqual([false, false]);
    expect(actions).toHaveLength(1);
    expect(actions[0]?.update?.values).toMatchObject({ ':waitlistNoted': UNKNOWN_NOTED });
  });
});
