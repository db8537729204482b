import { startFaultyDynamoDb, type FaultyDynamoDb } from 'dynamodb-contention';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Director, leave, register } from './scenarios/director.ts';
import { startStage, type Stage } from './stage/startStage.ts';

let faulty: FaultyDynamoDb;
let stage: Stage;
beforeAll(async () => {
  faulty = await startFaultyDynamoDb({ target: inject('dynamoDbEndpoint'), seed: 0 });
  stage = await startStage({ inFront: faulty, lambdaConcurrency: 0 });
});
afterAll(async () => {
  await stage.close();
  await faulty.close();
});

const direct = (id: string) => new Director(stage, faulty, inject('assemblyDir'), id);

describe('without any Lambda to be had', () => {
  test('Mutation.registerForEvent does not claim that nothing happened when the answer of its own transaction was lost', async () => {
    const director = direct('throttled-register');
    await director.given(2, ['a']);
    director.lose(director.writing('b'));
    expect(await director.play.call(register('b'))).toMatchObject({ kind: 'unknown' });
    expect(await director.registration('b')).toMatchObject({ registrationStatus: 'REGISTERED' });
  });

  test('Mutation.registerForEvent tells a foreign organizer the same, whether the person exists or not', async () => {
    const director = direct('throttled-organizer');
    await director.given(2, ['a']);
    for (const userId of ['b', 'nobody']) {
      // Whether the event is theirs stays hidden.
      director.refuse(director.writing(), 1);
      expect(await director.play.call(register(userId, { as: 'oscar' }))).toMatchObject({ kind: 'unknown' });
    }
    expect((await director.lane()).tickets).toHaveLength(1);
  });

  test('a repeated Mutation.registerForEvent leaves no second ticket, and does not claim that nothing happens', async () => {
    const director = direct('throttled-repeat');
    await director.given(2, ['a']);
    await director.sendToLane();
    const call = register('b', { clientRequestId: 'own' });
    expect(await director.play.call(call)).toMatchObject({ kind: 'unknown' });
    expect(await director.play.call({ ...call, isRepeat: true })).toMatchObject({ kind: 'unknown' });
    expect((await director.lane()).tickets).toHaveLength(1);
  });

  test('a repeated Mutation.registerForEvent finds its work by the id that the first call was told, which had none', async () => {
    const director = direct('throttled-told');
    await director.given(2, ['a']);
    director.lose(director.writing('b'));
    const told = await director.play.call(register('b'));
    const clientRequestId = told.kind === 'unknown' ? (told.clientRequestId ?? '') : '';
    expect(await director.registration('b')).toMatchObject({ requestId: clientRequestId });
    expect(await director.play.call(register('b', { clientRequestId, isRepeat: true }))).toMatchObject({
      kind: 'answered',
      registrationId: clientRequestId,
    });
  });

  test('says by when it is decided: 40 s after the beginning of the call', async () => {
    const director = direct('throttled-decided');
    await director.given(2, ['a']);
    await director.sendToLane();
    for (const call of [register('b'), leave('a')]) {
      const begunMs = Date.now();
      const told = await director.play.call(call);
      const decidedMs = Date.parse(told.kind === 'unknown' ? (told.decidedBy ?? '') : '');
      expect(decidedMs).toBeGreaterThanOrEqual(begunMs + 40_000);
      expect(decidedMs).toBeLessThanOrEqual(Date.now() + 40_000);
    }
    const { tickets } = await director.lane();
    expect(tickets.map(({ deadlineMs }) => deadlineMs)).toHaveLength(2);
  });

  test('Mutation.unregisterFromEvent does not claim that nothing happened when the answer of its own transaction was lost', async () => {
    const director = direct('throttled-leave');
    await director.given(2, ['a']);
    director.lose(director.writing('a'));
    expect(await director.play.call(leave('a'))).toMatchObject({ kind: 'unknown' });
    expect(await director.registration('a')).toBeUndefined();
  });

  test('Mutation.unregisterFromEvent says that nothing happened when somebody would have to be promoted', async () => {
    const director = direct('throttled-promotion');
    await director.given(1, ['a', 'b']);
    expect(await director.play.call(leave('a'))).toEqual({ kind: 'nothing' });
    expect(await director.verdict({ mayBeBusy: true })).toEqual([]);
  });
});
