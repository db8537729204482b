import { describe, expect, it } from 'vitest';
import { nameWords } from '../../src/console/page/nameWords.ts';

describe('the words of an operation’s name', () => {
  it.each([
    ['ListEventRegistrations', ['List', 'Event', 'Registrations']],
    ['getHTTPHost', ['get', 'HTTP', 'Host']],
    ['CreateA', ['Create', 'A']],
    ['Page2Of3', ['Page2', 'Of3']],
    ['list_events', ['list_', 'events']],
    ['__type', ['__', 'type']],
    ['URL', ['URL']],
    ['x', ['x']],
  ])('of %s are %j', (name, words) => {
    expect(nameWords(name)).toEqual(words);
  });
});
