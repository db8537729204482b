import { registrationKey } from '../../domain/keys.ts';
import type { RegistrationItem } from '../../domain/item.ts';
import type { VirtualStage } from '../lambda/support/virtualStage.ts';
import { BACKEND, person } from '../lambda/support/world.ts';
import { outcomeOf, Pipelines, type Outcome } from './pipelines.ts';

/** So long after the last sign of a crowd nobody is sent to the lane. */
export const PAST_LANE_MS = 2000;

/** An event on a stage, and who was there when it was damaged. */
export interface Scene {
  stage: VirtualStage;
  eventId: string;
  /** Who had a seat. */
  seated: string[];
  /** Who waited, in order. */
  waiting: string[];
  /** Who comes now. */
  newcomer: string;
}

/** A newcomer, or somebody who is there, does something; all answers. */
export type Operation = (scene: Scene) => Promise<Outcome[]>;

const api = ({ stage }: Scene) => new Pipelines(stage);

async function each(people: string[], act: (userId: string) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const userId of people) {
    outcomes.push(await act(userId));
  }
  return outcomes;
}

/** Leaves by a ticket in the lane, pinned to what is stored. */
async function leaveInLane({ stage: { world }, eventId }: Scene, userId: string): Promise<Outcome> {
  const own = await world.table.get<RegistrationItem>(registrationKey(userId, eventId));
  return outcomeOf(await world.unregister(eventId, userId, {}, person(userId), own?.requestId ?? 'none'));
}

/** What the API does, as the resolvers do it, and as those do it for whom the lane is the way. */
export const OPERATIONS: Record<string, Operation> = {
  nothing: async () => [],
  register: async (scene) => [await api(scene).register(scene.eventId, scene.newcomer)],
  'register in the lane': async ({ stage, eventId, newcomer }) => [
    outcomeOf(await stage.world.register(eventId, newcomer)),
  ],
  'register those who are there': (scene) =>
    each([...scene.seated, ...scene.waiting], (userId) => api(scene).register(scene.eventId, userId)),
  'leave a seat': (scene) => leaveSeat(scene),
  'leave a seat in the lane': (scene) => each(scene.seated.slice(0, 1), (userId) => leaveInLane(scene, userId)),
  'remove somebody from their seat': (scene) =>
    each(scene.seated.slice(0, 1), (userId) => api(scene).leave(scene.eventId, userId, BACKEND)),
  'leave all seats': (scene) => each(scene.seated, (userId) => api(scene).leave(scene.eventId, userId)),
  'leave the queue': (scene) => each(scene.waiting, (userId) => api(scene).leave(scene.eventId, userId)),
  'the first of the queue leaves, then a seat is given up': async (scene) => [
    ...(await each(scene.waiting.slice(0, 1), (userId) => api(scene).leave(scene.eventId, userId))),
    ...(await leaveSeat(scene)),
  ],
  'the last of the queue leaves, then a seat is given up': async (scene) => [
    ...(await each(scene.waiting.slice(-1), (userId) => api(scene).leave(scene.eventId, userId))),
    ...(await leaveSeat(scene)),
  ],
  'the first of the queue leaves in the lane, then a seat is given up': async (scene) => [
    ...(await each(scene.waiting.slice(0, 1), (userId) => leaveInLane(scene, userId))),
    ...(await afterCrowd(scene)),
    ...(await leaveSeat(scene)),
  ],
  'leave the queue in the lane': (scene) => each(scene.waiting, (userId) => leaveInLane(scene, userId)),
  'raise the capacity by 1': (scene) => raise(scene, 1),
  'raise the capacity by 9': (scene) => raise(scene, 9),
  'raise the capacity by 1, then a seat is given up': async (scene) => [
    ...(await raise(scene, 1)),
    ...(await leaveSeat(scene)),
  ],
  close: async (scene) => [await api(scene).update(scene.eventId, { status: 'CLOSED' })],
  cancel: async (scene) => [await api(scene).update(scene.eventId, { status: 'CANCELLED' })],
  rename: async (scene) => [await api(scene).settleUpdate(scene.eventId, { title: 'New' })],
  delete: async (scene) => [await api(scene).delete(scene.eventId)],
  'look at positions': ({ stage, eventId, seated, waiting }) =>
    each([...seated, ...waiting], async (userId) => outcomeOf(await stage.world.getRegistration(eventId, userId))),
  'fill free seats': async ({ stage, eventId }) => [
    outcomeOf(await stage.world.call({ operation: 'fillSeats', eventId })),
  ],
};

/** Waits until nobody is sent to the lane any more. */
async function afterCrowd({ stage }: Scene): Promise<Outcome[]> {
  await stage.pause(PAST_LANE_MS);
  return [];
}

const leaveSeat = (scene: Scene): Promise<Outcome[]> =>
  each(scene.seated.slice(0, 1), (userId) => api(scene).leave(scene.eventId, userId));

async function raise(scene: Scene, by: number): Promise<Outcome[]> {
  const event = await scene.stage.world.event(scene.eventId);
  const capacity = Math.floor(Number(event?.capacity)) || 1;
  return [await api(scene).update(scene.eventId, { capacity: capacity + by })];
}
