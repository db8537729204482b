import { expect, test } from 'vitest';
import { mendQueue } from '../../domain/waitlist/mendQueue.ts';
import { onStage } from '../lambda/support/lane.ts';

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
