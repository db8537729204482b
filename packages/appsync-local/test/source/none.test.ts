import { expect, describe, it } from 'vitest';
import { noneSource } from '../../src/source/none.ts';

describe('noneSource', () => {
  const call = { resolver: 'Mutation.publish' };
  it.each([
    [{ payload: { a: 1 } }, { a: 1 }],
    [{ version: '2018-05-29', payload: 0 }, 0],
    [{ payload: null }, null],
    [{}, null],
  ])('answers the payload of %j', async (request, result) =>
    expect(await noneSource().invoke(request, call)).toEqual({ result }),
  );

  it('refuses what is no object', async () => {
    expect(await noneSource().invoke(null, call)).toMatchObject({ fault: { errorType: 'MappingTemplate' } });
  });
});
