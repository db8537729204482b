import { describe, expect, test } from 'vitest';
import { updateEvent, type EventPatch } from '../../domain/event/updateEvent.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { clearRegistrations, requestDeletion } from '../../domain/registration/clearEvent.ts';
import type { Action } from '../../domain/transaction.ts';
import { planBatch } from '../../lambda/publishChanges/planBatch.ts';
import { onStage } from './support/lane.ts';
import { at, changed, eventItem, life, Publisher } from './support/stream.ts';
import type { VirtualStage } from './support/virtualStage.ts';
import { BACKEND } from './support/world.ts';

const MINUTE_MS = 60_000;
const LONG_AFTER_MS = 6 * MINUTE_MS;
const tell = { operation: 'tell', eventId: 'event' };
const clear = { operation: 'clear', eventId: 'event' };

describe('what a cancelled event has done in the background', () => {
  const open = eventItem({ currentRegistrations: 1 });
  const cancelled = changed(open, { status: 'CANCELLED', cancelledAt: at(0) });
  const marked = changed(cancelled, { deletionRequestedAt: at(0) });
  const asked = (event: EventItem, ms: number) => changed(event, { endingAskedAt: at(ms) });

  test.each([
    ['long after it was cancelled', [asked(cancelled, 0), asked(cancelled, LONG_AFTER_MS)], [tell]],
    ['long after an older version has cancelled it', [cancelled, asked(cancelled, LONG_AFTER_MS)], [tell]],
    ['long after it was marked', [asked(marked, 0), asked(marked, LONG_AFTER_MS)], [clear]],
    ['long after an older version has marked it', [marked, asked(marked, LONG_AFTER_MS)], [clear]],
    [
      'not soon after an older version has marked it',
      [{ ...marked, deletionRequestedAt: at(2 * MINUTE_MS) }, asked(marked, LONG_AFTER_MS)],
      [],
    ],
    ['once, by being marked long after it was cancelled', [asked(cancelled, 0), asked(marked, LONG_AFTER_MS)], [clear]],
    [
      'at most once in five minutes',
      [0, 5 * MINUTE_MS, 10 * MINUTE_MS, 10 * MINUTE_MS + LONG_AFTER_MS].map((ms) => asked(cancelled, ms)),
      [tell],
    ],
    [
      'by nothing else that happens long after',
      [asked(marked, 0), changed(asked(marked, 0), { updatedAt: at(LONG_AFTER_MS), title: 'New' })],
      [],
    ],
    [
      'not for an event that counts nobody',
      [asked(cancelled, 0), { ...asked(cancelled, LONG_AFTER_MS), currentRegistrations: 0 }],
      [],
    ],
  ])('is begun anew by asking again: %s', async (_, states, tasks) => {
    const publisher = new Publisher();
    await publisher.invoke(life(...states).slice(1));
    expect(publisher.tasks).toEqual(tasks);
  });
});

describe('calls and steps, as the stream sees them', () => {
  /** What is begun by each of these transactions, so many milliseconds after the event was made. */
  async function begun(
    stage: VirtualStage,
    steps: (read: {
      event: EventItem;
      own: RegistrationItem;
    }) => [ms: number, transaction: (now: string) => Action[]][],
  ): Promise<string[][]> {
    const { world } = stage;
    const [userId = '', other = ''] = await world.users(2);
    const eventId = await world.eventWith(2, [userId, other]);
    const answers: string[][] = [];
    const own = (await world.registration(eventId, userId))!;
    for (const [ms, transaction] of steps({ event: await world.event(eventId), own })) {
      const before = await world.event(eventId);
      await world.apply(transaction(at(ms)));
      const planned = planBatch([{ kind: 'event', before, after: await world.event(eventId) }]).flat();
      answers.push(planned.flatMap((step) => (step.kind === 'cascade' ? [step.task.operation] : [])));
    }
    return answers;
  }
  const update = (event: EventItem, patch: EventPatch) => (now: string) =>
    updateEvent(event.eventId, patch, BACKEND, now);
  const remove = (event: EventItem) => (now: string) => requestDeletion(event.eventId, BACKEND, now);

  test('updateEvent(status: CANCELLED) begins telling, and again long after; another change does not', () =>
    onStage(async (stage) => {
      const tasks = await begun(stage, ({ event }) => [
        [0, update(event, { status: 'CANCELLED' })],
        [MINUTE_MS, update(event, { status: 'CANCELLED' })],
        [2 * LONG_AFTER_MS, update(event, { title: 'New' })],
        [2 * LONG_AFTER_MS, update(event, { status: 'CANCELLED' })],
      ]);
      expect(tasks).toEqual([['tell'], [], [], ['tell']]);
    }));

  test('deleteEvent begins clearing, and again long after, as updateEvent then does; a step of clearing does not', () =>
    onStage(async (stage) => {
      const tasks = await begun(stage, ({ event, own }) => [
        [0, update(event, { status: 'CANCELLED' })],
        [1, remove(event)],
        [MINUTE_MS, remove(event)],
        [2 * LONG_AFTER_MS, remove(event)],
        [4 * LONG_AFTER_MS, update(event, { status: 'CANCELLED' })],
        [6 * LONG_AFTER_MS, (now) => clearRegistrations(event, [own], now)],
      ]);
      expect(tasks).toEqual([['tell'], ['clear'], [], ['clear'], ['clear'], []]);
    }));
});
