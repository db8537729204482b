import { describe, expect, it } from 'vitest';
import { contextOf } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';

const { codeOf } = bundleResolvers();

const context = contextOf('Query.getEvent');
const CONTEXT = { ...context, args: { eventId: 'event' }, source: { eventId: 'event' } };

/** Whether what a resolver asks for is read consistently. */
function isConsistent(
  bundle: string,
  authType: 'API Key Authorization' | 'User Pool Authorization' | 'IAM Authorization',
  stash: Record<string, unknown> = {},
) {
  const code = codeOf(bundle);
  const { result } = code.evaluate('request', { ...CONTEXT, stash }, authType);
  return (result as { consistentRead?: boolean }).consistentRead;
}

describe('Query.getEvent', () => {
  const bundle = 'Query.getEvent';

  it('is read at half the price with the API key, and consistently by everybody else', () => {
    expect(isConsistent(bundle, 'API Key Authorization')).toBe(false);
    expect(isConsistent(bundle, 'User Pool Authorization')).toBe(true);
    expect(isConsistent(bundle, 'IAM Authorization')).toBe(true);
  });
});

describe('Event.cancellation', () => {
  it('is read at half the price with the API key, and consistently by everybody else', () => {
    const of = (authType: Parameters<typeof isConsistent>[1]) =>
      isConsistent('Event.cancellation.1.readCancellation', authType, { isTelling: true });
    expect(of('API Key Authorization')).toBe(false);
    expect(of('User Pool Authorization')).toBe(true);
    expect(of('IAM Authorization')).toBe(true);
  });
});

describe('Event.description', () => {
  it('is read consistently by everybody, after its event: it is never older than the detailsVersion beside it', () => {
    const modes = ['API Key Authorization', 'User Pool Authorization', 'IAM Authorization'] as const;
    for (const authType of modes) {
      expect(isConsistent('Event.description.1.readDetails', authType)).toBe(true);
    }
  });
});

describe('a page of events', () => {
  it('is read at half the price by everybody: no decision rests on it', () => {
    const bundle = 'Query.listEvents.2.readEvents';
    const code = codeOf(bundle);
    const keys = [{ PK: 'EVENT#event', SK: 'METADATA' }];
    const page = { ...CONTEXT, prev: { result: { keys, nextToken: null } } };
    const { result } = code.evaluate('request', page, 'User Pool Authorization');
    const tables = Object.values((result as { tables: Record<string, { consistentRead: boolean }> }).tables);
    expect(tables.map(({ consistentRead }) => consistentRead)).toEqual([false]);
  });
});
