import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBroken, type Picture } from '../../tools/simulate/checkPromises.ts';
import type { Ending } from '../../tools/simulate/visit.ts';

const at = (second: number) => new Date(Date.UTC(2031, 0, 1) + second * 1000).toISOString();

/** An event in order: this many seats taken by promoted people who joined first, and this many waiting behind them. */
function pictureOf(seated: number, waiting: number): Picture {
  const registrations = Array.from({ length: seated + waiting }, (_, index) => ({
    userId: `user-${index}`,
    registrationId: `registration-${index}`,
    registrationStatus: index < seated ? ('REGISTERED' as const) : ('WAITLISTED' as const),
    waitlistedAt: at(index),
    promotedAt: index < seated ? at(100) : null,
    admissionReason: null as string | null,
  }));
  const queue = registrations.slice(seated).map(({ userId, waitlistedAt }) => ({ userId, waitlistedAt }));
  return {
    event: { version: 1, status: 'OPEN', capacity: seated, currentRegistrations: seated, waitlistCount: waiting },
    registrations,
    queue,
    positions: queue.map(({ userId }, index) => ({ userId, position: index + 1 })),
  };
}

const endingsOf = ({ registrations }: Picture): Ending[] =>
  registrations.map(({ userId, registrationId }) => ({ userId, kind: 'registered', registrationId }));

describe('findBroken', () => {
  it('finds nothing in an event in order', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (seated, waiting) => {
        const picture = pictureOf(seated, waiting);
        expect(findBroken(picture, endingsOf(picture))).toEqual([]);
      }),
    );
  });

  it.each<[string, (picture: Picture) => void]>([
    ['4 registered for 3 seats', ({ event }) => (event.capacity = 3)],
    ['currentRegistrations is 4, but 3 people have a seat', ({ registrations }) => registrations.shift()],
    ['waitlistCount is 2, but the queue has 3 places', ({ event }) => (event.waitlistCount = 2)],
    ['2 people wait, and they are not the 3 of the queue', ({ registrations }) => registrations.pop()],
    ['1 free seats beside 3 waiting people', ({ event }) => (event.capacity = 5)],
    ['promoted past user-4', ({ registrations }) => (registrations[3]!.waitlistedAt = at(4.5))],
    ['the queue is not in the order of joining', ({ queue }) => (queue[2]!.waitlistedAt = queue[0]!.waitlistedAt)],
    ['user-6 is told position 2, but is number 3 of the queue', ({ positions }) => (positions[2]!.position = 2)],
  ])('says "%s"', (words, damage) => {
    const picture = pictureOf(4, 3);
    damage(picture);
    expect(findBroken(picture, [])).toContain(words);
  });

  it('allows that somebody was let in out of turn', () => {
    const picture = pictureOf(4, 3);
    Object.assign(picture.registrations[3]!, { waitlistedAt: at(4.5), admissionReason: 'Speaks' });
    expect(findBroken(picture, [])).toEqual([]);
  });

  it('allows free seats beside waiting people once the event is CANCELLED', () => {
    const picture = pictureOf(4, 3);
    Object.assign(picture.event, { capacity: 5, status: 'CANCELLED' });
    expect(findBroken(picture, [])).toEqual([]);
  });

  it('holds against the event what people were told, and nothing against those who were told nothing', () => {
    const endings: Ending[] = [
      { userId: 'user-0', kind: 'left' },
      { userId: 'user-1', kind: 'registered', registrationId: 'another' },
      { userId: 'user-9', kind: 'registered', registrationId: 'lost' },
      { userId: 'user-2', kind: 'unknown' },
      { userId: 'user-3', kind: 'refused' },
    ];
    expect(findBroken(pictureOf(4, 3), endings)).toEqual([
      'user-0 has left, and still has registration registration-0',
      'user-1 was told registration another, and has registration-1',
      'user-9 was told registration lost, and has none',
    ]);
  });
});
