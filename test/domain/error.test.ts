import { describe, expect, it } from 'vitest';
import { busy, eventFull, type Failure } from '../../domain/error.ts';

describe('Failure', () => {
  it('does not compile with a type outside the list, or with the payload of another type', () => {
    const failures: Failure[] = [
      eventFull('yoga', 2),
      // @ts-expect-error EventFull says how many seats there are
      { errorType: 'EventFull', message: '', errorInfo: { retryable: false, eventId: 'yoga' } },
      // @ts-expect-error EventNotFound says nothing of seats
      { errorType: 'EventNotFound', message: '', errorInfo: { retryable: false, eventId: 'yoga', capacity: 2 } },
      // @ts-expect-error only Busy is worth a second try
      { errorType: 'UserNotFound', message: '', errorInfo: { retryable: true, userId: 'bo' } },
      // @ts-expect-error the list has no such error
      { errorType: 'EventBoring', message: '', errorInfo: { retryable: false } },
    ];
    expect(failures).toHaveLength(5);
  });
});

describe('busy', () => {
  it.each([
    ['NOT_MADE', 'NONE', 'nothing was changed'],
    ['MAYBE_MADE', 'UNKNOWN', 'not known whether the change was made'],
  ] as const)('says of a call that was %s that its outcome is %s', (effect, outcome, words) => {
    expect(busy(effect)).toMatchObject({ errorType: 'Busy', errorInfo: { retryable: true, outcome } });
    expect(busy(effect).message).toContain(words);
  });
});
