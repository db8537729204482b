import { expect, it } from 'vitest';
import { contextOf } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';

const { codeOf } = bundleResolvers();

it('a fault of a resolver is shown with its line in the sources', () => {
  const { evaluate } = codeOf('Query.getEvent');
  const context = { ...contextOf('Query.getEvent'), args: { eventId: 'event' } };
  expect(evaluate('request', context, 'User Pool Authorization').error).toBeUndefined();
  expect(() => evaluate('request', { ...context, identity: null }, 'User Pool Authorization')).toThrow(
    /^Query\.getEvent: resolvers\/shared\/caller\.ts:\d+:\d+: /,
  );
});
