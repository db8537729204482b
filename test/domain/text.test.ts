import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkId, checkText, isId } from '../../domain/text.ts';

describe('isId', () => {
  it.each(['a', 'A.b_c@d+e-9', 'x'.repeat(64)])('accepts %j', (text) => {
    expect(isId(text)).toBe(true);
  });

  it.each(['', ' ', 'a b', 'a#b', 'a\n', 'a\u0000', 'ä', '😀', 'x'.repeat(65), 'USER#x', 'a/b', 'a:b'])(
    'refuses %j',
    (text) => {
      expect(isId(text)).toBe(false);
    },
  );

  test.prop([fc.string({ unit: 'binary' })])('always agrees with the pattern of the design', (text) => {
    expect(isId(text)).toBe(/^[A-Za-z0-9._@+-]{1,64}$/.test(text) && !text.endsWith('\n'));
  });
});

describe('checkId', () => {
  it('answers a ValidationError that names the field and the rule', () => {
    expect(checkId('userId', 'a#b')).toMatchObject({
      errorType: 'ValidationError',
      errorInfo: { retryable: false, field: 'userId', maxLength: 64 },
    });
  });
});

describe('checkText', () => {
  it.each(['', ' ', '\t\n'])('answers a ValidationError for the blank text %j', (text) => {
    expect(checkText('name', text, 100)).toMatchObject({ errorType: 'ValidationError', errorInfo: { field: 'name' } });
  });

  it('answers a ValidationError for a text one character too long, and none for the longest', () => {
    expect(checkText('name', 'x'.repeat(101), 100)?.errorType).toBe('ValidationError');
    expect(checkText('name', 'x'.repeat(100), 100)).toBeNull();
  });
});
