import { describe, expect, it } from 'vitest';
import type { Failure } from '../../domain/error.ts';
import { checkDate, checkEventValues } from '../../domain/event/input.ts';
import { checkOrder, NO_TIMES } from '../../domain/event/order.ts';
import { checkText } from '../../domain/text.ts';
import { errorWords } from '../../examples/web/src/words/errorWords.ts';

const [EARLY, LATE] = ['2031-03-01T18:00:00.000Z', '2031-03-01T20:00:00.000Z'];
const [OPENS, CLOSES] = ['“Registration opens”', '“Registration closes”'];

const wordsFor = (failure: Failure | null): string => errorWords({ errors: [failure] });

describe('a refusal of the organizer’s form', () => {
  it.each([
    [{ date: LATE, endsAt: EARLY }, '“Until” must not be before “When”'],
    [{ date: LATE }, '“When” must not be after “Until”'],
    [{ registrationOpensAt: LATE, registrationClosesAt: EARLY }, `${CLOSES} must be after ${OPENS}`],
    [{ registrationOpensAt: LATE }, `${OPENS} must be before ${CLOSES}`],
  ])('of times %j speaks of both by their labels', (times, words) => {
    const stored = { ...NO_TIMES, endsAt: EARLY, registrationClosesAt: EARLY };
    expect(wordsFor(checkOrder(stored, times))).toBe(`That cannot be saved: ${words}.`);
  });

  it.each([
    [checkEventValues({ title: ' ' }), '“Title” must not be blank.'],
    [checkEventValues({ capacity: 0 }), '“Seats” must be 1 to 1000000.'],
    [checkEventValues({ location: 'a\tb' }), '“Where” must be one line, without tabs.'],
    [checkEventValues({ description: 'a'.repeat(4001) }), '“What it is about” must have at most 4000 UTF-16 units.'],
    [checkText('reason', '', 100), '“Why” must not be blank.'],
    [checkDate('date', -1e15), '“When” must lie in the years 0001 to 9999 in UTC.'],
  ])('%# speaks of the field by its label', (failure, words) => {
    expect(wordsFor(failure)).toBe(`That cannot be saved: ${words}`);
  });

  it('leaves words alone that are no fields here', () => {
    expect(wordsFor(checkEventValues({ timeZone: '?' }))).toBe(
      'That cannot be saved: timeZone must be the name of a time zone, as Europe/Lisbon.',
    );
    const errorInfo = { retryable: false as const, field: 'status' };
    const message = 'status has to do with the date, the title and the toString';
    expect(wordsFor({ errorType: 'ValidationError', message, errorInfo })).toBe(`That cannot be saved: ${message}.`);
  });
});
