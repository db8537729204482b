import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { admin, user } from '../support/api.ts';
import { idTail, notAName, notAnId, text } from '../support/generators.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { byTier } from '../support/tier.ts';

const { api, calls, stored } = startSuite();
const name = text(LIMITS.nameLength);

describe('Mutation.createUser', () => {
  test.prop([idTail, name], { numRuns: byTier(8, 40) })('user creation round trip', async (tail, name) => {
    const userId = `${freshId('u')}-${tail}`;
    const created = must(await calls.createUser(user(userId), { input: { userId, name } }));
    expect(created).toMatchObject({ userId, name });
    expect(must(await calls.getUser(user(userId), { userId }))).toEqual(created);
    expect(await stored(userKey(userId))).toEqual({ ...userKey(userId), entityType: 'User', ...created });
  });

  const invalid = fc.oneof(
    fc.record({ userId: notAnId, name }),
    fc.record({ userId: idTail.map((tail) => `u${tail}`), name: notAName }),
    fc.record({ userId: notAnId, name: notAName }),
  );

  test.prop([invalid, fc.boolean()], { numRuns: byTier(8, 40) })(
    'invalid user input is rejected',
    async (input, isUpdate) => {
      const before = await api.scan();
      const reply = await (isUpdate ? calls.updateUser(admin, { input }) : calls.createUser(admin, { input }));
      expect(reply).toMatchObject({
        value: null,
        errorType: 'ValidationError',
        error: { errorInfo: { retryable: false } },
      });
      expect(await api.scan()).toEqual(before);
    },
  );

  test.prop([name, fc.array(name, { minLength: 1, maxLength: 3 }), fc.boolean()], { numRuns: byTier(8, 40) })(
    'duplicate users are prevented',
    async (first, others, isAtOnce) => {
      const userId = freshId('twice');
      const create = (name: string) => calls.createUser(user(userId), { input: { userId, name } });
      const names = [first, ...others, first];
      const replies = isAtOnce ? await Promise.all(names.map(create)) : await inTurn(names, create);
      const winners = replies.filter(({ errorType }) => errorType === null);
      expect(winners).toHaveLength(1);
      expect(replies.filter(({ errorType }) => errorType !== null).map(({ errorType }) => errorType)).toEqual(
        names
          .slice(1)
          .map(() => expect.stringMatching(isAtOnce ? /^(UserAlreadyExists|Busy)$/ : /^UserAlreadyExists$/)),
      );
      expect(must(await calls.getUser(user(userId), { userId }))).toEqual(winners[0]?.value);
      expect(sweep(await api.scan())).toEqual([]);
    },
  );
});

async function inTurn<A, B>(list: A[], act: (one: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const one of list) {
    results.push(await act(one));
  }
  return results;
}
