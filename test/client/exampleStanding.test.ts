import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transport } from '../../client/followEvent.ts';
import type { ViewerStanding } from '../../client/operations.generated.ts';
import { followEvents, type EventList } from '../../examples/web/src/events/followEvents.ts';
import { followMine, type Own } from '../../examples/web/src/mine/followMine.ts';
import { promotionWords } from '../../examples/web/src/event/useNews.ts';
import { toldWords } from '../../examples/web/src/words/told.ts';
import { buttonFor, standingShown } from '../../examples/web/src/words/standing.ts';

const EVENT = {
  eventId: 'gig',
  title: 'A gig',
  date: '2131-03-01T18:00:00.000Z',
  endsAt: null,
  status: 'OPEN' as const,
  seatsLeft: 0,
  waitlistCount: 2,
  waitlistEnabled: true,
  registrationOpensAt: null,
  registrationClosesAt: null,
  version: 4,
  waitlistVersion: 4,
  createdAt: '2130-01-01T00:00:00.000Z',
  serverTime: '2130-01-01T00:00:00.000Z',
};
const OWN = {
  userId: 'ada',
  eventId: 'gig',
  registrationId: 'r1',
  registrationStatus: 'WAITLISTED' as const,
  waitlistedAt: '2130-01-02T00:00:00.000Z',
  position: 2,
  waitlistCount: 2,
  waitlistVersion: 4,
};
const PROMOTED = {
  ...OWN,
  registrationStatus: 'REGISTERED',
  position: null,
  waitlistCount: null,
  waitlistVersion: null,
};

describe('a promotion in the example app', () => {
  const wordsOf = (getRegistration: () => object | null) =>
    promotionWords({ request: async () => ({ getRegistration: getRegistration() }) } as unknown as Transport, 'gig');

  it('says who gave the seat: the line, or the organizer, and why', async () => {
    expect(await wordsOf(() => ({ admittedBy: null, admissionReason: null }))).toBe(
      'A seat has become free, and it is yours.',
    );
    expect(await wordsOf(() => ({ admittedBy: 'olga', admissionReason: 'Speaks' }))).toBe(
      'The organizer has let you in: “Speaks”',
    );
    // By a backend.
    expect(await wordsOf(() => ({ admittedBy: null, admissionReason: 'Speaks' }))).toMatch(/^The organizer has let/);
  });

  it('says no more than is known where the API does not say', async () => {
    const refused = {
      errorType: 'EventNotFound',
      message: 'No.',
      errorInfo: { retryable: false, outcome: 'NONE', retryAfterMs: null, decidedBy: null, clientRequestId: null },
    };
    const words = await wordsOf(() => {
      throw { errors: [refused] };
    });
    expect(words).toBe('You have a seat now.');
  });
});

describe('how many of a cancelled event are told', () => {
  it.each([
    [0, 0, false, 'Everybody in it is being told.'],
    [120, 37, false, '37 of 120 told'],
    [120, 120, true, '120 of 120 told: everybody who was in it.'],
    [120, 119, true, '119 of 120 told; the others had left.'],
    [0, 0, true, 'Nobody was in it.'],
  ])('of %i, %i, and whether that is all (%s): %s', (total, told, isOver, words) => {
    expect(toldWords({ total, told, completedAt: isOver ? '2130-01-01T00:00:00.000Z' : null })).toBe(words);
  });
});

describe('the button of the example app', () => {
  it('is none for whoever has something, or may do nothing', () => {
    expect(buttonFor('CAN_REGISTER')).toBe('Register');
    expect(buttonFor('CAN_JOIN_WAITLIST')).toBe('Join the waitlist');
    for (const standing of ['SIGN_IN', 'REGISTERED', 'WAITLISTED', 'FULL', 'NOT_YET_OPEN', 'CLOSED', 'CANCELLED']) {
      expect(buttonFor(standing as ViewerStanding)).toBeNull();
    }
  });

  it('asks the API where it does not know the standing', () => {
    expect(buttonFor(standingShown({ ...EVENT, viewerStanding: 'LATER' as ViewerStanding }, null, 'WITHIN'))).toBe(
      'Register',
    );
  });

  it('is what the event offers for whoever has no profile', () => {
    const event = { ...EVENT, viewerStanding: 'NO_PROFILE' as const };
    expect(standingShown(event, null, 'WITHIN')).toBe('CAN_JOIN_WAITLIST');
    expect(standingShown(event, null, 'AHEAD')).toBe('NOT_YET_OPEN');
  });

  it.each(['REGISTERED', 'WAITLISTED'] as const)('is that of a cancelled event, also for who was %s there', (had) => {
    const place = { registrationStatus: had };
    expect(standingShown({ ...EVENT, viewerStanding: had }, place, 'WITHIN')).toBe(had);
    expect(standingShown({ ...EVENT, viewerStanding: had, status: 'CANCELLED' }, place, 'WITHIN')).toBe('CANCELLED');
  });
});

/** A server that answers what is stored, and says what it is told to say, to those who listen. */
class Server {
  registrations: object[] = [{ ...OWN, event: EVENT }];
  events: object[] = [{ ...EVENT, viewerStanding: 'WAITLISTED', viewerRegistration: OWN }];
  requests = 0;
  readonly listening = new Map<string, (message: object) => void>();

  readonly transport = {
    request: async () => {
      this.requests += 1;
      return {
        listUserRegistrations: { items: [...this.registrations], nextToken: null },
        listEvents: { items: [...this.events], nextToken: null },
      };
    },
    listen: (
      document: never,
      variables: object,
      { listening, next }: { listening(): void; next(data: never): void },
    ) => {
      const [{ name }] = (document as { definitions: [{ name: { value: string } }] }).definitions;
      const key = `${name.value} ${Object.values(variables).join()}`;
      const field = name.value.charAt(0).toLowerCase() + name.value.slice(1);
      this.listening.set(key, (message) => next({ [field]: message } as never));
      listening();
      return () => void this.listening.delete(key);
    },
  } as unknown as Transport;

  say(key: string, message: object): Promise<unknown> {
    this.listening.get(key)?.(message);
    return vi.advanceTimersByTimeAsync(0);
  }
}

describe('“your events” of the example app', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const follow = async (server: Server) => {
    const views: { state: Own | undefined; isLive: boolean }[] = [];
    const following = followMine(server.transport, 'ada', (view) => views.push(view));
    await vi.advanceTimersByTimeAsync(0);
    return { following, last: () => views.at(-1) };
  };

  it('moves up, and says that an event is cancelled, by messages alone', async () => {
    const server = new Server();
    const { following, last } = await follow(server);
    expect(last()).toMatchObject({ isLive: true, state: { coming: [{ position: 2 }], over: [] } });
    const before = server.requests;
    const left = { eventId: 'gig', kind: 'LEFT', waitlistedAt: '2130-01-01T12:00:00.000Z', count: 1, waitlistCount: 1 };
    await server.say('OnWaitlistChanged gig', { ...left, waitlistVersion: 5 });
    expect(last()?.state?.coming).toMatchObject([{ position: 1, waitlistCount: 1, waitlistVersion: 5 }]);
    await server.say('OnEventChanged gig', { ...EVENT, status: 'CANCELLED', version: 5, waitlistVersion: 5 });
    expect(last()?.state?.coming).toMatchObject([{ event: { status: 'CANCELLED' } }]);
    expect(server.requests).toBe(before);
    following.stop();
    expect([...server.listening]).toEqual([]);
  });

  it('reads again where a message of the waitlist never came', async () => {
    const server = new Server();
    const { following, last } = await follow(server);
    server.registrations = [{ ...OWN, position: 1, waitlistVersion: 5, event: { ...EVENT, waitlistVersion: 5 } }];
    await server.say('OnEventChanged gig', { ...EVENT, version: 5, waitlistVersion: 5 });
    expect(last()?.state?.coming).toMatchObject([{ position: 2 }]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(last()?.state?.coming).toMatchObject([{ position: 1 }]);
    following.stop();
  });

  it('shows what is registered for elsewhere, listens to that as well, and has what is over apart', async () => {
    const server = new Server();
    const { following, last } = await follow(server);
    const party = { ...EVENT, eventId: 'party', waitlistVersion: 1 };
    const seat = { ...PROMOTED, eventId: 'party', registrationId: 'r2' };
    const past = {
      ...PROMOTED,
      eventId: 'past',
      event: { ...EVENT, eventId: 'past', date: '2020-01-01T00:00:00.000Z' },
    };
    server.registrations.push({ ...seat, event: party }, past);
    await server.say('OnRegistrationChanged ada', seat);
    expect(last()?.state?.coming.map(({ eventId }) => eventId)).toEqual(['gig', 'party']);
    expect(last()?.state?.over.map(({ eventId }) => eventId)).toEqual(['past']);
    await server.say('OnEventChanged party', { ...party, title: 'Another', version: 5 });
    expect(last()).toMatchObject({ isLive: true, state: { coming: [{}, { event: { title: 'Another' } }] } });
    server.registrations.shift();
    await server.say('OnRegistrationChanged ada', { ...OWN, registrationStatus: null });
    expect(last()?.state?.coming.map(({ eventId }) => eventId)).toEqual(['party']);
    following.stop();
  });
});

describe('the list of events of the example app', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hears of the reader’s own promotion, leaving and registering', async () => {
    const server = new Server();
    const states: (EventList | undefined)[] = [];
    const wanted = { from: EVENT.serverTime, limit: 20, userId: 'ada' };
    const following = followEvents(server.transport, wanted, ({ state }) => states.push(state));
    await vi.advanceTimersByTimeAsync(0);
    const own = () => states.at(-1)?.events[0]?.viewerRegistration ?? null;
    const before = server.requests;
    await server.say('OnRegistrationChanged ada', { ...PROMOTED, eventId: 'elsewhere' });
    expect(own()).toMatchObject({ registrationStatus: 'WAITLISTED' });
    await server.say('OnRegistrationChanged ada', PROMOTED);
    expect(own()).toMatchObject({ registrationStatus: 'REGISTERED' });
    await server.say('OnRegistrationChanged ada', OWN);
    expect(own()).toMatchObject({ registrationStatus: 'REGISTERED' });
    await server.say('OnRegistrationChanged ada', { ...PROMOTED, registrationStatus: null });
    expect(own()).toBeNull();
    expect(server.requests).toBe(before);
    server.events = [
      { ...EVENT, viewerStanding: 'REGISTERED', viewerRegistration: { ...PROMOTED, registrationId: 'r3' } },
    ];
    await server.say('OnRegistrationChanged ada', { ...PROMOTED, registrationId: 'r3', waitlistedAt: null });
    expect(own()).toMatchObject({ registrationId: 'r3', registrationStatus: 'REGISTERED' });
    following.stop();
  });
});
