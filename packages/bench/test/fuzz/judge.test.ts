import { describe, expect, it } from 'vitest';
import { judgeAnswer } from '../../src/fuzz/judge.ts';

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
