import { InMemoryCache, type DocumentNode } from '@apollo/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typePolicies } from '../../client/apollo.ts';
import {
  GetEventAsViewerDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
} from '../../client/operations.generated.ts';

type Fields = Record<string, unknown>;

/** A message, as a subscription brings it. */
interface Message {
  query: DocumentNode;
  variables: Fields;
  data: Fields;
}

const second = (count: number) => new Date(Date.UTC(2031, 0, 1, 0, 0, count)).toISOString();

/** An event with one seat and a queue, the truth about it, and what is said of its changes; `bo` is who looks. */
class Yoga {
  readonly said: Message[] = [];
  #version = 1;
  #waitlistVersion = 1;
  #detailsVersion = 1;
  #people: { userId: string; registrationId: string; waitlistedAt: string | null }[] = [];

  edit(isOfDetails: boolean): void {
    this.#version += 1;
    this.#detailsVersion = isOfDetails ? this.#version : this.#detailsVersion;
    this.#sayEvent();
  }

  join(userId: string): void {
    this.#version += 1;
    const waitlistedAt = this.#people.length === 0 ? null : second(this.#version);
    this.#people.push({ userId, registrationId: `r${this.#version}`, waitlistedAt });
    this.#sayOwn(this.#people.at(-1), this.#people.length === 1 ? 'REGISTERED' : 'WAITLISTED');
    this.#sayQueue('JOINED', waitlistedAt);
    this.#sayEvent();
  }

  /** The first of them has the seat. */
  leave(index: number): void {
    const [left] = this.#people.splice(index, 1);
    if (left !== undefined) {
      this.#version += 1;
      this.#sayOwn(left, null);
      const [head] = index === 0 ? this.#people : [];
      this.#sayOwn(head, 'REGISTERED');
      this.#sayQueue(index === 0 ? 'PROMOTED' : 'LEFT', (index === 0 ? head : left)?.waitlistedAt ?? null);
      this.#sayEvent();
    }
  }

  toggle(userId: string): void {
    const index = this.#people.findIndex((one) => one.userId === userId);
    void (index < 0 ? this.join(userId) : this.leave(index));
  }

  get truth(): Fields {
    const index = this.#people.findIndex(({ userId }) => userId === 'bo');
    const isWaiting = index > 0;
    const own = this.#people[index];
    const place = own && {
      __typename: 'Registration',
      ...own,
      eventId: 'yoga',
      registrationStatus: isWaiting ? 'WAITLISTED' : 'REGISTERED',
      registeredAt: null,
      promotedAt: null,
      cancelledAt: null,
      checkedInAt: null,
      joinedPosition: null,
      position: isWaiting ? index : null,
      waitlistCount: isWaiting ? this.#people.length - 1 : null,
      waitlistVersion: isWaiting ? this.#waitlistVersion : null,
    };
    const offered = this.#people.length === 0 ? 'CAN_REGISTER' : 'CAN_JOIN_WAITLIST';
    return {
      __typename: 'Event',
      ...this.#event,
      description: `As of ${this.#detailsVersion}`,
      organizer: 'olga',
      serverTime: second(0),
      viewerStanding: place?.registrationStatus ?? offered,
      viewerRegistration: place ?? null,
    };
  }

  get #event(): Fields {
    const currentRegistrations = Math.min(this.#people.length, 1);
    return {
      eventId: 'yoga',
      title: `Yoga ${this.#version}`,
      date: second(0),
      endsAt: null,
      timeZone: null,
      location: null,
      capacity: 1,
      status: 'OPEN',
      isPublic: true,
      registrationOpensAt: null,
      registrationClosesAt: null,
      waitlistEnabled: true,
      currentRegistrations,
      seatsLeft: 1 - currentRegistrations,
      waitlistCount: this.#people.length - currentRegistrations,
      version: this.#version,
      waitlistVersion: this.#waitlistVersion,
      detailsVersion: this.#detailsVersion,
      createdAt: second(0),
      updatedAt: second(this.#version),
    };
  }

  #say(query: DocumentNode, variables: Fields, data: Fields): void {
    this.said.push({ query, variables, data });
  }

  #sayEvent(): void {
    const onEventChanged = { __typename: 'EventChange', ...this.#event, deleted: false };
    this.#say(OnEventChangedDocument as DocumentNode, { eventId: 'yoga' }, { onEventChanged });
  }

  #sayOwn(of: { userId: string } | undefined, registrationStatus: string | null): void {
    if (of?.userId === 'bo') {
      const change = { eventId: 'yoga', registrationStatus, joinedPosition: null, promotedAt: null, cancelledAt: null };
      const onRegistrationChanged = { __typename: 'RegistrationChange', ...of, ...change };
      this.#say(OnRegistrationChangedDocument as DocumentNode, { userId: 'bo' }, { onRegistrationChanged });
    }
  }

  #sayQueue(kind: string, waitlistedAt: string | null): void {
    if (waitlistedAt !== null) {
      this.#waitlistVersion += 1;
      const { waitlistCount, waitlistVersion } = this.#event;
      const change = { eventId: 'yoga', kind, waitlistedAt, count: 1, waitlistCount, waitlistVersion };
      const onWaitlistChanged = { __typename: 'WaitlistChange', ...change };
      this.#say(OnWaitlistChangedDocument as DocumentNode, { eventId: 'yoga' }, { onWaitlistChanged });
    }
  }
}

/** A cache with the page of an event. */
function cachedPage() {
  const cache = new InMemoryCache({ typePolicies: typePolicies(() => 'bo') });
  const page = { query: GetEventAsViewerDocument as DocumentNode, variables: { eventId: 'yoga' } };
  return {
    hear: (message: Message) => void cache.writeQuery({ id: 'ROOT_SUBSCRIPTION', ...message }),
    answer: (getEvent: Fields) => void cache.writeQuery({ ...page, data: { getEvent } }),
    /** Undefined where something is missing, so that the library fetches it. */
    shown: () => cache.readQuery<{ getEvent: Fields }>(page)?.getEvent,
  };
}

const changes = ['edit', 'describe', 'other', 'another', 'own', 'first leaves', 'second leaves'] as const;
const step = (...more: string[]) => fc.tuple(fc.constantFrom<string>(...changes, ...more), fc.nat());

function change(yoga: Yoga, what: string): void {
  if (what === 'edit' || what === 'describe') {
    yoga.edit(what === 'describe');
  } else if (what.endsWith('leaves')) {
    yoga.leave(what === 'first leaves' ? 0 : 1);
  } else {
    yoga.toggle(what === 'own' ? 'bo' : what);
  }
}

/** Once all is said and answered, a page shows the truth, or fetches; and then it shows it. */
function play(steps: [string, number][], isInOrder: boolean): void {
  const yoga = new Yoga();
  const page = cachedPage();
  const answers: Fields[] = [];
  const say = (which: number) => {
    const [message] = yoga.said.splice(isInOrder ? 0 : which % Math.max(yoga.said.length, 1), 1);
    void (message && page.hear(message));
  };
  const answer = (which: number) => {
    const [one] = answers.splice(which % Math.max(answers.length, 1), 1);
    void (one && page.answer(one));
  };
  page.answer(yoga.truth);
  for (const [what, which] of [
    ...steps,
    ...steps.flatMap(([, n]) => Array(4).fill(['say', n]) as [string, number][]),
  ]) {
    if (what === 'say') {
      say(which);
    } else if (what === 'answer') {
      answer(which);
    } else if (what === 'ask') {
      void (answers.length < 2 && answers.push(yoga.truth));
    } else {
      change(yoga, what);
    }
  }
  answer(0);
  answer(0);
  expect(yoga.said).toEqual([]);
  const { truth } = yoga;
  const shown = page.shown();
  if (shown !== undefined) {
    expect(shown).toEqual(truth);
  }
  page.answer(truth);
  expect(page.shown()).toEqual(truth);
}

describe('a page of Apollo’s cache shows the truth at rest, or fetches', () => {
  it('in whatever order messages come', () => {
    fc.assert(fc.property(fc.array(step('say'), { maxLength: 20 }), (steps) => play(steps, false)));
  });

  it('however late answers are', () => {
    fc.assert(fc.property(fc.array(step('say', 'ask', 'answer'), { maxLength: 20 }), (steps) => play(steps, true)));
  });

  it('also where an answer from before a registration comes after the message about it', () => {
    play(
      [
        ['ask', 0],
        ['own', 0],
      ],
      true,
    );
  });
});
