import { describe, expect, it, vi } from 'vitest';
import type { View } from '../../client/follow.ts';
import { applyChange, followEvent, type EventAndPlace, type Transport } from '../../client/followEvent.ts';
import type { EventChange, Place, RegistrationChange, WaitlistChange } from '../../client/position.ts';

const AT = '2031-01-01T10:00:05.000Z';
const EARLIER = '2031-01-01T10:00:03.000Z';
const eventChange: EventChange = {
  eventId: 'yoga',
  title: 'Yoga',
  date: AT,
  endsAt: null,
  timeZone: null,
  location: null,
  capacity: 2,
  status: 'OPEN',
  isPublic: true,
  registrationOpensAt: null,
  registrationClosesAt: null,
  waitlistEnabled: true,
  currentRegistrations: 2,
  seatsLeft: 0,
  waitlistCount: 3,
  version: 7,
  waitlistVersion: 4,
  detailsVersion: 1,
  createdAt: EARLIER,
  updatedAt: AT,
  deleted: false,
};
const { deleted: _, ...fields } = eventChange;
const event = { ...fields, description: 'Bring a mat.', organizer: 'olga' };
const place: Place = {
  eventId: 'yoga',
  registrationId: 'r1',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: AT,
  position: 2,
  waitlistCount: 3,
  waitlistVersion: 4,
};
const waitlist: WaitlistChange = {
  eventId: 'yoga',
  kind: 'LEFT',
  waitlistedAt: EARLIER,
  count: 1,
  waitlistCount: 2,
  waitlistVersion: 5,
};
const own = {
  userId: 'bo',
  eventId: 'yoga',
  registrationId: 'r1',
  waitlistedAt: AT,
  joinedPosition: 2,
  promotedAt: AT,
  cancelledAt: null,
};
const registration: RegistrationChange = { ...own, registrationStatus: 'REGISTERED' };
const apply = (page: EventAndPlace, change: Parameters<typeof applyChange>[1]) => applyChange(page, change, 'yoga');

describe('applyChange', () => {
  it('applies each kind of change to its part of the page', () => {
    expect(apply({ event, place }, { event: { ...eventChange, version: 8, capacity: 3 } })).toMatchObject({
      event: { capacity: 3, description: 'Bring a mat.' },
      place,
    });
    expect(apply({ event, place }, { waitlist })).toMatchObject({ event, place: { position: 1, waitlistCount: 2 } });
    expect(apply({ event, place }, { registration })).toMatchObject({
      place: { registrationStatus: 'REGISTERED', position: null },
    });
  });

  it('takes the place away when the registration was removed', () => {
    expect(apply({ event, place }, { registration: { ...registration, registrationStatus: null } })).toEqual({
      event,
      place: null,
    });
  });

  it('gives the same page back for what is not newer', () => {
    const page = { event, place };
    expect(apply(page, { event: eventChange })).toBe(page);
    expect(apply(page, { waitlist: { ...waitlist, waitlistVersion: 4 } })).toBe(page);
    expect(apply(page, { registration: { ...registration, registrationStatus: 'WAITLISTED' } })).toBe(page);
    const none = { event, place: null };
    expect(apply(none, { waitlist })).toBe(none);
    expect(apply(none, { registration: { ...registration, registrationStatus: null } })).toBe(none);
    expect(apply(none, { registration: { ...registration, eventId: 'other' } })).toBe(none);
    const nothing = { event: null, place: null };
    expect(apply(nothing, { event: { ...eventChange, deleted: true } })).toBe(nothing);
  });

  it('asks to fetch what it cannot know: a new event, a new registration, a message that was missed', () => {
    expect(apply({ event: null, place: null }, { event: eventChange })).toBe('refetch');
    expect(apply({ event, place: null }, { registration })).toBe('refetch');
    expect(apply({ event, place }, { waitlist: { ...waitlist, waitlistVersion: 6 } })).toBe('refetch');
  });
});

/** The device’s clock is an hour slow. */
const HOUR_MS = 3_600_000;
const clock = { aheadMs: expect.any(Number), withinMs: expect.any(Number) };

/** A transport that answers the event, and lets a test speak as the server. */
function stage() {
  const asked: string[] = [];
  const sinks: Record<string, { listening(): void; next(data: never): void }> = {};
  const nameOf = (document: { definitions: readonly unknown[] }) =>
    (document.definitions[0] as { name: { value: string } }).name.value;
  const transport: Transport = {
    async request(document) {
      asked.push(nameOf(document));
      const answered = { ...event, serverTime: new Date(Date.now() + HOUR_MS).toISOString() };
      return {
        getEvent: nameOf(document) === 'GetEventAsViewer' ? { ...answered, viewerRegistration: place } : answered,
      } as never;
    },
    listen(document, _variables, listener) {
      sinks[nameOf(document)] = listener;
      return () => undefined;
    },
  };
  const views: View<EventAndPlace>[] = [];
  return { transport, asked, sinks, views, show: (view: View<EventAndPlace>) => views.push(view) };
}

const PATIENTLY = { interval: 1, timeout: 60_000 };

describe('followEvent', () => {
  it('shows the event and one’s own place, live once all three subscriptions listen, and applies what they say', async () => {
    const { transport, sinks, views, show } = stage();
    const following = followEvent(transport, { eventId: 'yoga', userId: 'bo' }, show);
    expect(Object.keys(sinks)).toEqual(['OnEventChanged', 'OnWaitlistChanged', 'OnRegistrationChanged']);
    await vi.waitFor(
      () => expect(views.at(-1)).toEqual({ state: { event, place, clock }, isLive: false, error: null }),
      PATIENTLY,
    );
    for (const sink of Object.values(sinks)) {
      sink.listening();
    }
    await vi.waitFor(() => expect(views.at(-1)?.isLive).toBe(true), PATIENTLY);
    sinks.OnWaitlistChanged?.next({ onWaitlistChanged: waitlist } as never);
    sinks.OnWaitlistChanged?.next({ onWaitlistChanged: null } as never);
    sinks.OnEventChanged?.next({ onEventChanged: { ...eventChange, version: 8, waitlistVersion: 5 } } as never);
    expect(views.at(-1)?.state?.place?.position).toBe(1);
    following.stop();
  });

  it('goes on showing what a message has told when the event is read as it was a moment before', async () => {
    const { transport, asked, sinks, views, show } = stage();
    const following = followEvent(transport, { eventId: 'yoga' }, show);
    sinks.OnEventChanged?.listening();
    await vi.waitFor(() => expect(views.at(-1)?.isLive).toBe(true), PATIENTLY);
    sinks.OnEventChanged?.next({ onEventChanged: { ...eventChange, version: 8, capacity: 3 } } as never);
    const fetched = asked.length;
    following.refetch();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(fetched), PATIENTLY);
    await vi.waitFor(() => expect(views.length).toBeGreaterThan(fetched + 1), PATIENTLY);
    expect(views.at(-1)?.state?.event).toMatchObject({ version: 8, capacity: 3, description: 'Bring a mat.' });
    sinks.OnEventChanged?.next({ onEventChanged: { ...eventChange, version: 9, deleted: true } } as never);
    following.refetch();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(fetched + 1), PATIENTLY);
    expect(views.at(-1)?.state?.event).toMatchObject({ version: 9, deleted: true });
    following.stop();
  });

  it('fetches again when a message says that description or organizer have changed, and at no other change', async () => {
    const { transport, asked, sinks, views, show } = stage();
    const following = followEvent(transport, { eventId: 'yoga' }, show);
    sinks.OnEventChanged?.listening();
    await vi.waitFor(() => expect(views.at(-1)?.isLive).toBe(true), PATIENTLY);
    const fetched = asked.length;
    const say = (change: Partial<EventChange>) =>
      sinks.OnEventChanged?.next({ onEventChanged: { ...eventChange, ...change } } as never);
    say({ version: 8, title: 'Yoga outside' });
    expect(asked).toHaveLength(fetched);
    say({ version: 9, detailsVersion: 9 });
    expect(asked).toHaveLength(fetched + 1);
    say({ version: 10, detailsVersion: 9, deleted: true });
    expect(asked).toHaveLength(fetched + 1);
    following.stop();
  });

  /** Has the API key’s reads answered by a test. */
  function reading(answers: (object | null)[]) {
    const { transport, asked, sinks, views, show } = stage();
    const request: typeof transport.request = async (document, variables) => {
      await transport.request(document, variables);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return { getEvent: answer && { ...event, serverTime: AT, ...answer } } as never;
    };
    const following = followEvent({ ...transport, request }, { eventId: 'yoga' }, show);
    const say = (change: Partial<EventChange>) =>
      sinks.OnEventChanged?.next({ onEventChanged: { ...eventChange, ...change } } as never);
    const shows = (one: object | null) =>
      vi.waitFor(() => {
        const shown = views.at(-1);
        expect(shown?.isLive).toBe(true);
        expect(shown?.state?.event).toEqual(one && expect.objectContaining(one));
      }, PATIENTLY);
    return { asked, sinks, following, say, shows };
  }

  it('shows the new description although the event beside it is read as it was before the message', async () => {
    const { sinks, following, say, shows } = reading([{}, {}, { description: 'Bring two mats.' }]);
    sinks.OnEventChanged?.listening();
    await shows({ description: 'Bring a mat.' });
    say({ version: 9, detailsVersion: 9 });
    await shows({ version: 9, detailsVersion: 9, description: 'Bring two mats.' });
    following.stop();
  });

  it('fetches the description of an event that is made again under its id, whatever its version', async () => {
    const again = { version: 1, createdAt: AT };
    const { sinks, following, say, shows } = reading([{}, {}, { ...again, description: 'Bring nothing.' }]);
    sinks.OnEventChanged?.listening();
    await shows({ description: 'Bring a mat.' });
    say({ version: 8, deleted: true });
    say(again);
    await shows({ ...again, description: 'Bring nothing.' });
    following.stop();
  });

  it('reads an event again that a message tells of, where it is read as it was before it was public', async () => {
    const { sinks, following, say, shows } = reading([null, null, null, null, { version: 8 }]);
    sinks.OnEventChanged?.listening();
    await shows(null);
    say({ version: 8 });
    await shows({ version: 8 });
    following.stop();
  });

  it('does not read an event again that is not there, where nothing tells of it, or it is deleted meanwhile', async () => {
    const { asked, sinks, following, say, shows } = reading([null]);
    sinks.OnEventChanged?.listening();
    await shows(null);
    expect(asked).toHaveLength(2);
    say({ version: 8 });
    say({ version: 9, deleted: true });
    expect(asked).toHaveLength(3);
    await shows(null);
    expect(asked).toHaveLength(3);
    following.stop();
  });

  it('is not live while the event is a DRAFT, of which nothing is announced, and is once it is opened', async () => {
    const { transport, sinks, views, show } = stage();
    const request: typeof transport.request = async (document, variables) => {
      const { getEvent } = (await transport.request(document, variables)) as { getEvent: object };
      return { getEvent: { ...getEvent, status: 'DRAFT', isPublic: false } } as never;
    };
    const following = followEvent({ ...transport, request }, { eventId: 'yoga' }, show);
    sinks.OnEventChanged?.listening();
    await vi.waitFor(() => expect(views.length).toBeGreaterThan(1), PATIENTLY);
    expect(views.map(({ isLive }) => isLive)).not.toContain(true);
    sinks.OnEventChanged?.next({ onEventChanged: { ...eventChange, version: 8 } } as never);
    expect(views.at(-1)).toMatchObject({ isLive: true, state: { event: { status: 'OPEN', isPublic: true } } });
    following.stop();
  });

  it.each([
    ['is not live while the event is one that was cancelled as a DRAFT', false],
    ['is live while the event is one that was cancelled when it was public', true],
  ])('%s', async (_, isPublic) => {
    const { transport, sinks, views, show } = stage();
    const request: typeof transport.request = async (document, variables) => {
      const { getEvent } = (await transport.request(document, variables)) as { getEvent: object };
      return { getEvent: { ...getEvent, status: 'CANCELLED', isPublic } } as never;
    };
    const following = followEvent({ ...transport, request }, { eventId: 'yoga' }, show);
    sinks.OnEventChanged?.listening();
    // Shown once it listens and once it has the event, in whatever order.
    await vi.waitFor(
      () => expect(views.filter(({ state }) => state !== undefined).length).toBeGreaterThan(1),
      PATIENTLY,
    );
    expect(views.at(-1)).toMatchObject({ isLive: isPublic, state: { event: { status: 'CANCELLED' } } });
    following.stop();
  });

  it('asks for nothing personal where nobody is signed in', async () => {
    const { transport, asked, sinks, views, show } = stage();
    const following = followEvent(transport, { eventId: 'yoga' }, show);
    expect(Object.keys(sinks)).toEqual(['OnEventChanged']);
    await vi.waitFor(() => expect(views.at(-1)?.state).toEqual({ event, place: null, clock }), PATIENTLY);
    expect(new Set(asked)).toEqual(new Set(['GetEvent']));
    following.stop();
  });

  it('tells how far the server’s clock is from the device’s, no less exactly than the round trip was short', async () => {
    const { transport, views, show } = stage();
    const following = followEvent(transport, { eventId: 'yoga' }, show);
    await vi.waitFor(() => expect(views.at(-1)?.state?.clock).toBeDefined(), PATIENTLY);
    const { aheadMs, withinMs } = views.at(-1)!.state!.clock!;
    expect(Math.abs(aheadMs - HOUR_MS)).toBeLessThanOrEqual(withinMs);
    following.stop();
  });
});

describe('followEvent while somebody waits', () => {
  const ofEvent = (change: Partial<EventChange>) => ({ onEventChanged: { ...eventChange, ...change } }) as never;
  const ofWaitlist = (change: Partial<WaitlistChange>) => ({ onWaitlistChanged: { ...waitlist, ...change } }) as never;
  const ofOwn = (change: Partial<RegistrationChange>) =>
    ({ onRegistrationChanged: { ...registration, ...change } }) as never;

  /** Follows as bo, the 2nd of 3, until live; answers what is shown since, as a page says it. */
  async function waiting(patience = {}) {
    const { transport, asked, sinks, views, show } = stage();
    const following = followEvent(transport, { eventId: 'yoga', userId: 'bo', patience }, show);
    Object.values(sinks).forEach((sink) => sink.listening());
    await vi.waitFor(() => expect(views.at(-1)?.isLive).toBe(true), PATIENTLY);
    const seen = views.length;
    const shown = (): string[] => {
      const words = views.slice(seen).map(({ state }) => {
        const { position, registrationStatus = 'none' } = state?.place ?? {};
        return `${position ?? registrationStatus} of ${state?.event?.waitlistCount}`;
      });
      return words.filter((text, index) => text !== words[index - 1]);
    };
    return { asked, sinks, following, shown };
  }

  it.each([
    ['event first', ['OnEventChanged', 'OnWaitlistChanged']],
    ['waitlist first', ['OnWaitlistChanged', 'OnEventChanged']],
  ])(
    'shows the length of the queue and the place in it as of one instant, whatever is told first: %s',
    async (_, order) => {
      const { sinks, following, shown } = await waiting();
      const told = {
        OnEventChanged: ofEvent({ version: 8, waitlistVersion: 5, waitlistCount: 2 }),
        OnWaitlistChanged: ofWaitlist({}),
      } as Record<string, never>;
      order.forEach((name) => sinks[name]?.next(told[name] as never));
      expect(shown().filter((text) => text !== '2 of 3')).toEqual(['1 of 2']);
      following.stop();
    },
  );

  it.each([
    [
      'OnWaitlistChanged',
      ofWaitlist({ kind: 'PROMOTED', waitlistedAt: AT, count: 2, waitlistCount: 1 }),
      'REGISTERED of 1',
    ],
    ['OnRegistrationChanged', ofOwn({}), 'REGISTERED of 1'],
    ['OnWaitlistChanged', ofWaitlist({ waitlistedAt: AT, waitlistCount: 1 }), 'none of 1'],
  ])('shows a seat, and that one has left, not before the queue is without one: %s', async (name, message, words) => {
    const { sinks, following, shown } = await waiting();
    sinks[name]?.next(message);
    sinks.OnEventChanged?.next(ofEvent({ version: 8, title: 'Yoga outside' }));
    sinks.OnEventChanged?.next(ofEvent({ version: 9, waitlistVersion: 5, waitlistCount: 1 }));
    expect(shown().filter((text) => text !== '2 of 3')).toEqual([words]);
    following.stop();
  });

  it('shows the latest instant of which it has both, where the event is always a step ahead', async () => {
    const { sinks, following, shown } = await waiting();
    for (let step = 1; step <= 150; step += 1) {
      sinks.OnEventChanged?.next(ofEvent({ version: 7 + step, waitlistVersion: 4 + step, waitlistCount: 3 + step }));
      if (step > 1) {
        sinks.OnWaitlistChanged?.next(
          ofWaitlist({ kind: 'JOINED', waitlistVersion: 3 + step, waitlistCount: 2 + step }),
        );
      }
    }
    expect(shown().at(-1)).toBe('2 of 152');
    following.stop();
  });

  it('shows at once what is changed ahead of the server, and goes on with it', async () => {
    const { sinks, following, shown } = await waiting();
    following.change((page) => ({ ...page, place: null }));
    expect(shown()).toEqual(['none of 3']);
    sinks.OnEventChanged?.next(ofEvent({ version: 8, title: 'Yoga outside' }));
    sinks.OnEventChanged?.next(ofEvent({ version: 9, waitlistVersion: 5, waitlistCount: 2 }));
    expect(shown()).toEqual(['none of 3', 'none of 2']);
    following.stop();
  });

  it('does not wait for ever: shows what it has, and fetches, where the other message is lost', async () => {
    const { asked, sinks, following, shown } = await waiting({ lagMs: 20 });
    const fetched = asked.length;
    sinks.OnRegistrationChanged?.next(ofOwn({}));
    await vi.waitFor(() => expect(shown()).toContain('REGISTERED of 3'), PATIENTLY);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(fetched), PATIENTLY);
    following.stop();
  });
});
