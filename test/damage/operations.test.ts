import { describe, expect, test } from 'vitest';
import { isLive } from '../../domain/event/status.ts';
import type { RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { PLANTS } from '../audit/support/damages.ts';
import { SWEPT } from '../audit/support/laneDamages.ts';
import type { Damage } from '../audit/support/plant.ts';
import { virtualStage, type VirtualStage } from '../lambda/support/virtualStage.ts';
import { OPERATIONS, PAST_LANE_MS, type Scene } from './operations.ts';
import { Pipelines, type Outcome } from './pipelines.ts';

/** No operation takes as long as this: a fifth of the time that it has. */
const PATIENCE_MS = 5000;

const PASSED = 'the newcomer has passed somebody who waits';

/** What is damaged, and where. */
async function plant(stage: VirtualStage, name: string): Promise<Scene> {
  const { world } = stage;
  const inLane = SWEPT[name];
  let rules: Damage['rules'] = [];
  if (inLane === undefined) {
    rules = (await PLANTS[name]?.(world)) ?? [];
  } else {
    const eventId = await world.eventWith(1, await world.users(3));
    await stage.pause(PAST_LANE_MS);
    rules = await inLane(world, { eventId, nowMs: stage.nowMs() });
  }
  const [, eventId = ''] = /(?:EVENT|LANE)#([\w-]+)/.exec(JSON.stringify(rules.map(([, key]) => key))) ?? [];
  const items = stage.items();
  const own = items.filter((item) => item.entityType === 'Registration' && item.SK === `EVENT#${eventId}`);
  const entries = items.filter((item) => item.entityType === 'WaitlistEntry') as unknown as WaitlistEntryItem[];
  const registrations = own.map((item) => ({ ...item, userId: String(item.PK).slice('USER#'.length) }));
  const inState = (status: string) =>
    (registrations as unknown as RegistrationItem[])
      .filter(({ registrationStatus }) => registrationStatus === status)
      .sort((one, other) => (String(one.waitlistedAt) < String(other.waitlistedAt) ? -1 : 1))
      .map(({ userId }) => userId);
  const known = (userId: string) => entries.some((entry) => entry.userId === userId || entry.SK.endsWith(`#${userId}`));
  const [newcomer = ''] = await world.users(1);
  await stage.pause(PAST_LANE_MS);
  const waiting = inState('WAITLISTED').filter(known);
  return { stage, eventId, seated: inState('REGISTERED'), waiting, newcomer };
}

const state = async ({ stage, eventId }: Scene, userId: string) => stage.world.status(eventId, userId);

/** Those who waited when the damage was done and wait still, although the event is live. */
async function stillWaiting(scene: Scene): Promise<string[]> {
  const event = await scene.stage.world.event(scene.eventId);
  if (event === null || !isLive(event.status)) {
    return [];
  }
  const states = await Promise.all(scene.waiting.map((userId) => state(scene, userId)));
  return scene.waiting.filter((_, index) => states[index] === 'WAITLISTED');
}

/** Does it, and says what was wrong with it. */
async function complaintsAbout(scene: Scene, what: string, act: () => Promise<Outcome[]>): Promise<string[]> {
  const begunMs = scene.stage.nowMs();
  const outcomes = await act().catch((error: unknown) => [String(error)]);
  const tookMs = scene.stage.nowMs() - begunMs;
  const wrong = outcomes.filter((outcome) => outcome === 'Busy' || outcome.includes('Error:'));
  const hasPassed = (await state(scene, scene.newcomer)) === 'REGISTERED' && (await stillWaiting(scene)).length > 0;
  await scene.stage.pause(PAST_LANE_MS);
  return [
    ...wrong.map((outcome) => `${what}: ${outcome}`),
    ...(tookMs > PATIENCE_MS * Math.max(1, outcomes.length) ? [`${what}: took ${tookMs} ms`] : []),
    ...(hasPassed ? [`${what}: ${PASSED}`] : []),
  ];
}

/** Everything that goes wrong while an operation meets a damage, a newcomer comes, and one after the other leaves. */
async function play(damage: string, operation: string): Promise<string[]> {
  const stage = virtualStage();
  return stage.run(async () => {
    const scene = await plant(stage, damage);
    const api = new Pipelines(stage);
    const { eventId, newcomer } = scene;
    const complaints = await complaintsAbout(scene, operation, async () => OPERATIONS[operation]!(scene));
    complaints.push(
      ...(await complaintsAbout(scene, 'the newcomer comes', async () => [await api.register(eventId, newcomer)])),
    );
    for (const userId of [...scene.seated, ...scene.waiting]) {
      complaints.push(
        ...(await complaintsAbout(scene, 'somebody leaves', async () => [await api.leave(eventId, userId)])),
      );
    }
    return complaints;
  });
}

/**
 * What no operation sees (docs/design.md#damage): who frees a seat in one transaction, where nobody is
 * counted, reads no queue.
 */
const UNSEEN = {
  damages: [
    'people who wait and whom no number counts',
    'wrong counters, a place of nobody at the head and a free seat all at once',
  ],
  operations: [
    'leave a seat',
    'remove somebody from their seat',
    'leave all seats',
    'raise the capacity by 1',
    'raise the capacity by 9',
    'raise the capacity by 1, then a seat is given up',
  ],
};
const isUnseen = (damage: string, operation: string) =>
  UNSEEN.damages.includes(damage) && UNSEEN.operations.includes(operation);
const CASES = Object.keys(PLANTS).flatMap((damage) =>
  Object.keys(OPERATIONS).map((operation): [string, string] => [damage, operation]),
);

describe('where something is damaged, nobody waits for a deadline, and no newcomer passes', () => {
  test.each(CASES.filter(([damage, operation]) => !isUnseen(damage, operation)))(
    '%s: %s',
    async (damage, operation) => {
      expect(await play(damage, operation)).toEqual([]);
    },
  );

  test.each(CASES.filter(([damage, operation]) => isUnseen(damage, operation)))(
    'but for what no operation sees, and even there nobody waits for a deadline: %s: %s',
    async (damage, operation) => {
      const complaints = await play(damage, operation);
      expect(complaints).toContain(`the newcomer comes: ${PASSED}`);
      expect(complaints.filter((complaint) => !complaint.endsWith(PASSED))).toEqual([]);
    },
  );
});
