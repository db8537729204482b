import { describe, expect, test } from 'vitest';
import type { WaitlistEntryItem } from '../../domain/item.ts';
import { mendQueue } from '../../domain/waitlist/mendQueue.ts';
import { onStage } from '../lambda/support/lane.ts';
import { oddValue, ODDS, type Kind } from './oddValues.ts';

test.each([-1, 1, 2, 9])('after a waitlistCount wrong by %i was mended, everybody is told their position', (by) =>
  onStage(async ({ world }) => {
    const [ann = '', bob = '', cid = '', dan = '', eve = '', fay = '', gus = ''] = await world.users(7);
    const eventId = await world.eventWith(1, [ann, bob, cid, dan, eve]);
    await world.unregister(eventId, ann);
    await world.register(eventId, fay);
    await world.unregister(eventId, bob);
    const event = await world.event(eventId);
    await world.put({ ...event, waitlistCount: event.waitlistCount + by });
    await world.apply(mendQueue(await world.event(eventId), [], event, event.updatedAt));
    await world.register(eventId, gus);
    const answers = await Promise.all([dan, eve, fay, gus].map((userId) => world.getRegistration(eventId, userId)));
    expect(answers).toMatchObject([1, 2, 3, 4].map((position) => ({ value: { position } })));
  }),
);

describe('where it cannot be known who has left, the queue is counted', () => {
  const attributes: [Kind, string][] = [
    ['event', 'waitlistNoted'],
    ['event', 'waitlistJoins'],
    ['page', 'entityType'],
    ['page', 'eventId'],
    ['page', 'event'],
    ['page', 'page'],
    ['page', 'left'],
    ['page', 'w00'],
  ];
  test.each(attributes.flatMap(([kind, attribute]) => ODDS.map((odd) => [kind, attribute, odd] as const)))(
    '%s, %s: %s',
    (kind, attribute, odd) =>
      onStage(async (stage) => {
        const { world } = stage;
        await oddValue(kind, attribute, odd)(stage);
        const entries = stage
          .items()
          .filter(({ SK }) => String(SK).startsWith('WAITLIST#')) as unknown as WaitlistEntryItem[];
        const [first, second] = entries.sort((one, other) => (one.SK < other.SK ? -1 : 1));
        const eventId = first?.eventId ?? '';
        const [late = ''] = await world.users(1);
        await world.register(eventId, late);
        const positions = async (...people: string[]) =>
          Promise.all(people.map((userId) => world.getRegistration(eventId, userId)));
        expect(await positions(first?.userId ?? '', second?.userId ?? '', late)).toMatchObject(
          [1, 2, 3].map((position) => ({ value: { position } })),
        );
        await world.unregister(eventId, second?.userId ?? '');
        expect(await positions(first?.userId ?? '', late)).toMatchObject(
          [1, 2].map((position) => ({ value: { position } })),
        );
      }),
  );
});
