import { describe, expect, it } from 'vitest';
import { positionNotRead } from '../../domain/error.ts';
import { searchPlace } from '../../domain/waitlist/placeSearch.ts';
import { contextOf } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';

const { codeOf, names } = bundleResolvers();

const FIELDS = ['Query.getRegistration', 'Event.viewerRegistration'];
const steps = names.filter(
  (name) => FIELDS.some((field) => name.startsWith(`${field}.`)) && /\.\d+\.read\w+$/.test(name),
);

/** What a resolver's code answers to a search that still has something to read. */
function answerOf(bundle: string, failure?: { type: string; message: string }) {
  const code = codeOf(bundle);
  const context = contextOf(bundle, failure && { error: failure, result: null, marker: 'none' });
  const stash = {
    ...context.stash,
    userId: 'ada',
    eventId: 'event',
    search: searchPlace(true),
    unread: positionNotRead(),
  };
  return code.evaluate('response', { ...context, stash }, 'User Pool Authorization').error;
}

describe('a position that could not be read is told in words of its own', () => {
  it('by all ten steps of both fields that read one', () => {
    expect(steps).toHaveLength(10 * FIELDS.length);
  });

  it.each(steps)('after a read that was refused: %s', (step) => {
    const type = 'DynamoDB:ProvisionedThroughputExceededException';
    expect(answerOf(step, { type, message: 'Too much.' })).toMatchObject(positionNotRead());
  });

  it.each(FIELDS)('where the steps did not suffice: %s', (field) => {
    expect(answerOf(`${field}.pipeline`)).toMatchObject(positionNotRead());
  });
});
