import { isLive } from '../../domain/event/status.ts';
import type { RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { keyOf, type Key } from '../../domain/keys.ts';
import { PLANTS } from '../audit/support/damages.ts';
import { SWEPT } from '../audit/support/laneDamages.ts';
import { MENDED_VALUES } from '../audit/support/valueDamages.ts';
import { virtualStage, type VirtualStage } from '../lambda/support/virtualStage.ts';
import { OPERATIONS, PAST_LANE_MS, type Scene } from './operations.ts';
import { Pipelines, type Outcome } from './pipelines.ts';

/** No operation takes as long as this: a fifth of the time that it has. */
const PATIENCE_MS = 5000;

/** A complaint. */
export const PASSED = 'the newcomer has passed somebody who waits';

/** Does a damage on a stage, and names the keys of what is wrong. */
export type Damaging = (stage: VirtualStage) => Promise<Key[]>;

/** The damage of this name that the audit's tests know. */
export const known =
  (name: string): Damaging =>
  async (stage) => {
    const { world } = stage;
    const inLane = SWEPT[name];
    if (inLane === undefined) {
      return ((await (PLANTS[name] ?? MENDED_VALUES[name])?.(world)) ?? []).map(([, key]) => key);
    }
    const eventId = await world.eventWith(1, await world.users(3));
    await stage.pause(PAST_LANE_MS);
    return (await inLane(world, { eventId, nowMs: stage.nowMs() })).map(([, key]) => key);
  };

/** What is damaged, and where. */
export async function plant(stage: VirtualStage, damage: Damaging): Promise<Scene> {
  const { world } = stage;
  const keys = await damage(stage);
  const [, eventId = ''] = /(?:EVENT|LANE)#([\w-]+)/.exec(JSON.stringify(keys.map(keyOf))) ?? [];
  const items = stage.items();
  const own = items.filter((item) => item.entityType === 'Registration' && item.SK === `EVENT#${eventId}`);
  const entries = items.filter((item) => item.entityType === 'WaitlistEntry') as unknown as WaitlistEntryItem[];
  const registrations = own.map((item) => ({ ...item, userId: String(item.PK).slice('USER#'.length) }));
  const inState = (status: string) =>
    (registrations as unknown as RegistrationItem[])
      .filter(({ registrationStatus }) => registrationStatus === status)
      .sort((one, other) => (String(one.waitlistedAt) < String(other.waitlistedAt) ? -1 : 1))
      .map(({ userId }) => userId);
  const hasEntry = (userId: string) =>
    entries.some((entry) => entry.userId === userId || entry.SK.endsWith(`#${userId}`));
  const [newcomer = ''] = await world.users(1);
  await stage.pause(PAST_LANE_MS);
  const waiting = inState('WAITLISTED').filter(hasEntry);
  return { stage, eventId, seated: inState('REGISTERED'), waiting, newcomer };
}

/** How many people have seats. */
function seatsTaken({ stage, eventId }: Scene): number {
  return stage.items().filter((item) => item.registrationStatus === 'REGISTERED' && item.SK === `EVENT#${eventId}`)
    .length;
}

/**
 * Whether more people have seats than before and than there are, half a seat being one. What the event does not know
 * of, where its number of registrations is too low, no operation sees.
 */
async function isOversold(scene: Scene, before: number): Promise<boolean> {
  const { capacity, currentRegistrations } = (await scene.stage.world.event(scene.eventId)) ?? {};
  const taken = seatsTaken(scene);
  return (
    typeof capacity === 'number' &&
    Number(currentRegistrations) >= taken &&
    taken > Math.max(before, Math.ceil(capacity))
  );
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
  const [begunMs, takenBefore] = [scene.stage.nowMs(), seatsTaken(scene)];
  const outcomes = await act().catch((error: unknown) => [String(error)]);
  const tookMs = scene.stage.nowMs() - begunMs;
  const wrong = outcomes.filter((outcome) => outcome === 'Busy' || outcome.includes('Error:'));
  const hasPassed = (await state(scene, scene.newcomer)) === 'REGISTERED' && (await stillWaiting(scene)).length > 0;
  await scene.stage.pause(PAST_LANE_MS);
  return [
    ...wrong.map((outcome) => `${what}: ${outcome}`),
    ...(tookMs > PATIENCE_MS * Math.max(1, outcomes.length) ? [`${what}: took ${tookMs} ms`] : []),
    ...(hasPassed ? [`${what}: ${PASSED}`] : []),
    ...((await isOversold(scene, takenBefore)) ? [`${what}: more seats given than there are`] : []),
  ];
}

/**
 * Everything that goes wrong while an operation meets a damage, a newcomer comes, and one after the other leaves.
 * @param damage does it, in an event of its own, and says what is wrong with which items
 */
export async function play(damage: Damaging, operation: string): Promise<string[]> {
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
