import { describe, expect, test } from 'vitest';
import { History, type Call } from './history.ts';
import { isLinearizable } from './linearize.ts';
import { minimalHistory } from './minimalHistory.ts';
import { eventView, type ModelAnswer } from './model/answer.ts';
import type { Operation } from './model/operation.ts';
import { NOTHING, type State } from './model/state.ts';
import { alone } from './model/steps.ts';
import { create, createUser, leave, look, register } from './scenarios/director.ts';

const STRICTLY = { mayRepeat: false };

/** One seat, taken by a; b and c exist. */
const BEGINNING = [createUser('a'), createUser('b'), createUser('c'), create(), register('a')].reduce<State>(
  (state, operation) => alone(state, operation, 'first').state,
  NOTHING,
);

let instant = 0;
const call = (
  operation: Operation,
  called: number,
  returned: number,
  answer: ModelAnswer | 'unknown' | 'nothing',
): Call => {
  instant += 1;
  const outcome = typeof answer === 'string' ? { kind: answer } : { kind: 'answered' as const, answer };
  return { client: instant, operation, called, returned, outcome };
};

const waiting = (userId: string, position: number, waitlistVersion: number, waitlistCount = position): ModelAnswer => ({
  value: {
    userId,
    registrationId: '*',
    registrationStatus: 'WAITLISTED',
    joinedPosition: position,
    isPromoted: false,
    checkedInAt: null,
    position,
    waitlistCount,
    waitlistVersion,
  },
});
const left = (promotedUserId: string | null): ModelAnswer => ({
  value: { userId: 'a', registrationStatus: 'REGISTERED', promoted: promotedUserId !== null, promotedUserId },
});
const left2 = (promoted: boolean): ModelAnswer => ({
  value: { userId: 'a', registrationStatus: 'REGISTERED', promoted, promotedUserId: null },
});

describe('isLinearizable', () => {
  test('finds the order of calls at once that explains their answers', () => {
    const calls = [call(register('b'), 1, 4, waiting('b', 2, 3)), call(register('c'), 2, 3, waiting('c', 1, 2))];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(true);
  });

  test('lets who has asked before they were marked for deletion have their seat after that, and nobody else', () => {
    const mark = { name: 'deleteUser' as const, as: 'admin' as const, userId: 'b' };
    const marked = (called: number, returned: number) => call(mark, called, returned, { value: { userId: 'b' } });
    const absent = (called: number) => call(look('b'), called, called + 1, { value: null });
    const late = [marked(2, 3), absent(4), call(register('b'), 1, 7, waiting('b', 1, 2))];
    expect(isLinearizable(BEGINNING, late, STRICTLY)).toBe(true);
    const tooLate = [marked(1, 2), absent(3), call(register('b'), 5, 7, waiting('b', 1, 2))];
    expect(isLinearizable(BEGINNING, tooLate, STRICTLY)).toBe(false);
  });

  test('does not let a call that ended unknown take effect after it is decided', () => {
    const lost = call(register('b'), 1, 2, 'unknown');
    const seen = [call(look('b'), 4, 5, { value: null }), call(register('c'), 6, 7, waiting('c', 2, 3))];
    expect(isLinearizable(BEGINNING, [lost, ...seen], STRICTLY)).toBe(true);
    expect(isLinearizable(BEGINNING, [{ ...lost, decided: 5.5 }, ...seen], STRICTLY)).toBe(true);
    expect(isLinearizable(BEGINNING, [{ ...lost, decided: 3 }, ...seen], STRICTLY)).toBe(false);
  });

  test('does not let a call take effect after its answer, nor before it was made', () => {
    const calls = [call(register('b'), 1, 2, waiting('b', 2, 3)), call(register('c'), 3, 4, waiting('c', 1, 2))];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(false);
  });

  test('does not believe two people with one position', () => {
    const calls = [call(register('b'), 1, 4, waiting('b', 1, 2)), call(register('c'), 2, 3, waiting('c', 1, 2))];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(false);
  });

  test('lets only a read that may lag see what was before its call, and never what comes after its end', () => {
    const joined = call(register('b'), 1, 2, waiting('b', 1, 2));
    const before = { currentRegistrations: 1, waitlistCount: 0 };
    const after = { currentRegistrations: 1, waitlistCount: 1, version: 3, waitlistVersion: 2 };
    const isPossible = (...calls: Call[]) => isLinearizable(BEGINNING, calls, STRICTLY);
    const outside = (called: number, returned: number, counters: object) =>
      call({ name: 'getPublicEvent' }, called, returned, publicAnswer(counters));
    expect(isPossible(joined, outside(3, 4, before))).toBe(true);
    expect(isPossible(joined, outside(3, 4, after), outside(5, 6, before))).toBe(true);
    expect(isPossible(joined, call({ name: 'getEvent', as: 'admin' }, 3, 4, eventAnswer(before)))).toBe(false);
    expect(isPossible(joined, outside(3, 4, { ...before, currentRegistrations: 0 }))).toBe(false);
    expect(isPossible(call(register('b'), 3, 4, waiting('b', 1, 2)), outside(1, 2, after))).toBe(false);
  });

  describe('of calls that one transaction serves together', () => {
    test('believes one change of the queue for all of them, and places in the queue after it', () => {
      const calls = [
        call(register('b'), 1, 4, waiting('b', 2, 2, 2)),
        call(register('c'), 2, 3, waiting('c', 1, 2, 2)),
      ];
      expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(true);
      const event = eventAnswer({ currentRegistrations: 1, waitlistCount: 2, version: 3, waitlistVersion: 2 });
      const seen = call({ name: 'getEvent', as: 'admin' }, 5, 6, event);
      expect(isLinearizable(BEGINNING, [...calls, seen], STRICTLY)).toBe(true);
    });

    test('does not believe one position of two, another queue of each, or a change that comes after an answer', () => {
      const same = [call(register('b'), 1, 4, waiting('b', 1, 2, 2)), call(register('c'), 2, 3, waiting('c', 1, 2, 2))];
      expect(isLinearizable(BEGINNING, same, STRICTLY)).toBe(false);
      const own = [call(register('b'), 1, 4, waiting('b', 2, 2, 2)), call(register('c'), 2, 3, waiting('c', 1, 2, 1))];
      expect(isLinearizable(BEGINNING, own, STRICTLY)).toBe(false);
      const apart = [
        call(register('b'), 3, 4, waiting('b', 2, 2, 2)),
        call(register('c'), 1, 2, waiting('c', 1, 2, 2)),
      ];
      expect(isLinearizable(BEGINNING, apart, STRICTLY)).toBe(false);
    });

    test('believes of those who leave the queue a change of it for each, and one of the event', () => {
      const gone = (userId: string): ModelAnswer => ({
        value: { userId, registrationStatus: 'WAITLISTED', promoted: false, promotedUserId: null },
      });
      const joined = [call(register('b'), 1, 2, waiting('b', 1, 2)), call(register('c'), 3, 4, waiting('c', 2, 3))];
      const leaving = [call(leave('b'), 5, 8, gone('b')), call(leave('c'), 6, 7, gone('c'))];
      const seen = (version: number, waitlistVersion: number) => {
        const counters = { currentRegistrations: 1, waitlistCount: 0, version, waitlistVersion };
        return [...joined, ...leaving, call({ name: 'getEvent', as: 'admin' }, 9, 10, eventAnswer(counters))];
      };
      const isPossible = (calls: Call[]) => isLinearizable(BEGINNING, calls, STRICTLY);
      // Together, or one after the other; but never as one change of the queue.
      expect([seen(5, 5), seen(6, 5), seen(5, 4), seen(6, 4)].map(isPossible)).toEqual([true, true, false, false]);
    });

    test('believes that somebody in it ended unknown', () => {
      const calls = [call(register('b'), 1, 2, 'unknown'), call(register('c'), 3, 4, waiting('c', 2, 2, 2))];
      expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(true);
      expect(isLinearizable(BEGINNING, calls.slice(1), STRICTLY)).toBe(false);
    });

    test('believes somebody who was promoted before they looked what they had got', () => {
      const promoted = { value: { ...seat('b'), joinedPosition: 1, isPromoted: true } };
      const calls = [call(register('b'), 1, 4, promoted), call(leave('a', 'olga'), 2, 3, left('b'))];
      expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(true);
      const late = [call(register('b'), 1, 2, promoted), call(leave('a', 'olga'), 3, 4, left('b'))];
      expect(isLinearizable(BEGINNING, late, STRICTLY)).toBe(false);
    });
  });

  test('does not believe a seat given back while somebody waits', () => {
    const calls = [call(register('b'), 1, 2, waiting('b', 1, 2)), call(leave('a'), 3, 4, left2(false))];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(false);
    expect(isLinearizable(BEGINNING, [...calls.slice(0, 1), call(leave('a'), 3, 4, left2(true))], STRICTLY)).toBe(true);
  });

  test('lets a call without answer take effect at any time after it was made, or never', () => {
    const lost = call(leave('b'), 3, 4, 'unknown');
    const begun = [call(register('b'), 1, 2, waiting('b', 1, 2)), lost];
    const stillThere = call(look('b'), 5, 6, waiting('b', 1, 2));
    const gone = call(look('b'), 7, 8, { value: null });
    expect(isLinearizable(BEGINNING, [...begun, stillThere], STRICTLY)).toBe(true);
    expect(isLinearizable(BEGINNING, [...begun, stillThere, gone], STRICTLY)).toBe(true);
    const thereAgain = call(look('b'), 9, 10, waiting('b', 1, 2));
    expect(isLinearizable(BEGINNING, [...begun, gone, thereAgain], STRICTLY)).toBe(false);
  });

  test('does not let a call take effect that said that nothing happened', () => {
    const calls = [call(leave('a', 'olga'), 1, 2, 'nothing'), call(look('a'), 3, 4, { value: null })];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(false);
  });

  test('does not take a registration for a call’s own because nobody was told either one’s id', () => {
    const other = { value: { ...seat('b'), registrationId: 'other' } };
    const calls = [
      call(leave('a', 'olga'), 1, 2, left(null)),
      call(register('b'), 3, 4, 'unknown'),
      call(register('b'), 5, 6, { errorType: 'AlreadyRegistered', info: { ...other.value, userId: undefined } }),
      call(look('b'), 7, 8, other),
    ];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(true);
  });

  test('lets a registration be made twice only where an answer may have been lost before anybody had seen it', () => {
    const calls = [
      call(leave('a', 'olga'), 1, 2, left(null)),
      call(register('b'), 3, 8, { value: seat('b') }),
      call(leave('b', 'olga'), 4, 5, { value: { ...(left(null) as { value: object }).value, userId: 'b' } }),
      call(look('b'), 9, 10, { value: seat('b') }),
    ];
    expect(isLinearizable(BEGINNING, calls, STRICTLY)).toBe(false);
    expect(isLinearizable(BEGINNING, calls, { mayRepeat: true })).toBe(true);
  });
});

describe('minimalHistory', () => {
  test('ends with the answer that has no explanation, and leaves out reads that play no part', () => {
    const wrong = call(look('b'), 5, 6, waiting('b', 1, 2));
    const calls = [
      call(look('a'), 1, 2, { value: { ...seat('a'), registrationId: 'first' } }),
      call(look('c'), 3, 4, { value: null }),
      wrong,
      call(look('c'), 7, 8, { value: null }),
    ];
    expect(minimalHistory(BEGINNING, calls, STRICTLY)).toEqual([wrong]);
  });
});

describe('History', () => {
  test('numbers calls and answers in the order in which they happen', async () => {
    const history = new History();
    const perform = async () => ({ kind: 'nothing' as const });
    await Promise.all([history.record(0, leave('a'), perform), history.record(1, leave('b'), perform)]);
    expect(history.calls.map(({ called, returned }) => [called, returned])).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });
});

function seat(userId: string) {
  const none = { position: null, waitlistCount: null, waitlistVersion: null, joinedPosition: null };
  return {
    userId,
    registrationId: '*',
    registrationStatus: 'REGISTERED',
    isPromoted: false,
    checkedInAt: null,
    ...none,
  };
}

function eventAnswer(counters: object): ModelAnswer {
  return { value: { ...(eventView(BEGINNING) as object), ...counters } };
}

function publicAnswer(counters: object): ModelAnswer {
  return { value: { ...(eventAnswer(counters) as { value: object }).value, organizer: undefined } };
}
