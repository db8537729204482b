import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Director, leave, register } from './scenarios/director.ts';
import { startInterposer, type Interposer } from './stage/interposer.ts';
import { startStage, type Stage } from './stage/startStage.ts';

let interposer: Interposer;
let stage: Stage;
beforeAll(async () => {
  interposer = await startInterposer(inject('dynamoDbEndpoint'));
  stage = await startStage({ inFront: interposer, lambdaConcurrency: 0 });
});
afterAll(async () => {
  await stage.close();
  await interposer.close();
});

const direct = (id: string) => new Director(stage, interposer, inject('assemblyDir'), id);

describe('without any Lambda to be had', () => {
  test('Mutation.registerForEvent does not claim that nothing happened when the answer of its own transaction was lost', async () => {
    const director = direct('throttled-register');
    await director.given(2, ['a']);
    interposer.lose(director.writing('b')).release();
    expect(await director.play.call(register('b'))).toEqual({ kind: 'unknown' });
    expect(await director.registration('b')).toMatchObject({ registrationStatus: 'REGISTERED' });
  });

  test('Mutation.unregisterFromEvent does not claim that nothing happened when the answer of its own transaction was lost', async () => {
    const director = direct('throttled-leave');
    await director.given(2, ['a']);
    interposer.lose(director.writing('a')).release();
    expect(await director.play.call(leave('a'))).toEqual({ kind: 'unknown' });
    expect(await director.registration('a')).toBeUndefined();
  });

  test('Mutation.unregisterFromEvent says that nothing happened when somebody would have to be promoted', async () => {
    const director = direct('throttled-promotion');
    await director.given(1, ['a', 'b']);
    expect(await director.play.call(leave('a'))).toEqual({ kind: 'nothing' });
    expect(await director.verdict({ mayBeBusy: true })).toEqual([]);
  });
});
