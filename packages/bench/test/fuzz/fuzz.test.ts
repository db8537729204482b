import { inject, describe, expect, it } from 'vitest';
import { judgeAnswer } from '../../src/fuzz/judge.ts';
import { describeReport, runFuzz } from '../../src/fuzz/runFuzz.ts';
import { byTier } from '../../../../test/support/tier.ts';

const COUNT = byTier(400, 5_000);
/** What the heap may have grown by once it is warm. */
const HEAP_GROWTH_BYTES = 32 * 1024 * 1024;
const ROOT_FIELDS = [
  'getUser',
  'getEvent',
  'listEvents',
  'getUserEvents',
  'getRegistration',
  'listEventRegistrations',
  'listWaitlist',
  'createEvent',
  'updateEvent',
  'registerForEvent',
  'unregisterFromEvent',
];

describe('the API', () => {
  it('always answers as AppSync does, whatever it is sent, and keeps every promise', async () => {
    const seed = inject('seed');
    const report = await runFuzz({ assemblyDir: inject('assemblyDir'), count: COUNT, seed });
    console.log(
      `${describeReport(report)}\nseed ${seed} (repeat with npm run fuzz -- --count ${COUNT} --seed ${seed})`,
    );
    expect(report.violations.slice(0, 20)).toEqual([]);
    expect(report.heapBytes.end - report.heapBytes.warm).toBeLessThan(HEAP_GROWTH_BYTES);
    expect([...report.fieldsAnswered]).toEqual(expect.arrayContaining(ROOT_FIELDS));
    expect(report.answered.get('data')).toBeGreaterThan(COUNT / 20);
  });
});

describe('judgeAnswer', () => {
  const ok = { data: { getUser: null } };
  const error = (fields: object) => JSON.stringify({ data: null, errors: [{ message: 'm', ...fields }] });

  it('accepts data, and errors that clients know', () => {
    expect(judgeAnswer(200, JSON.stringify(ok), '')).toEqual({ data: ok.data, errorTypes: [] });
    expect(judgeAnswer(200, error({ errorType: 'Busy', path: ['a'], locations: [] }), '')).toEqual({
      data: null,
      errorTypes: ['Busy'],
    });
  });

  it.each([
    ['an internal error of ours', 200, error({ errorType: 'InternalError' })],
    ['an internal failure of the server', 200, error({ errorType: 'InternalFailure' })],
    ['a type that nobody knows', 200, error({ errorType: 'DynamoDB:DynamoDbException' })],
    ['a stack trace', 200, error({ message: 'boom\n    at run (x.ts:1:2)' })],
    ['a path of the machine', 200, error({ message: 'cannot open /tmp/local/file' })],
    ['an error without a message', 200, JSON.stringify({ data: null, errors: [{}] })],
    ['no data and no reason', 200, '{"data":null}'],
    ['an empty list of errors', 200, '{"data":null,"errors":[]}'],
    ['a key that does not belong there', 200, '{"data":{},"debug":1}'],
    ['no JSON', 200, 'Internal Server Error'],
    ['no object', 200, '[]'],
    ['a status of the server’s own fault', 502, '{"errors":[{"message":"m"}]}'],
    ['data beside a refusal', 400, '{"data":{"a":1},"errors":[{"message":"m"}]}'],
  ])('refuses %s', (_, status, text) => {
    expect(judgeAnswer(status, text, '')).toHaveProperty('wrong');
  });
});
