import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkId, checkLine, checkLines, checkText, isBlank, isId } from '../../domain/text.ts';

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
  it.each(['', ' ', '\t\n', '\u0000', '\u200b', '\u3164', '\ufeff \u00ad', '\u{e0041}\u{e0100}', '\u2800'])(
    'answers a ValidationError for the blank text %j',
    (text) => {
      expect(checkText('name', text, 100)).toMatchObject({
        errorType: 'ValidationError',
        message: expect.stringContaining('must not be blank'),
        errorInfo: { field: 'name' },
      });
    },
  );

  it.each(['Ada', 'é', '中', 'שלום', '👩‍👩‍👧', '🏴\u{e0067}\u{e0062}\u{e007f}', '\u{10041}'])('accepts %j', (text) => {
    expect(checkText('name', text, 100)).toBeNull();
  });

  it('answers a ValidationError for a text one unit too long, and none for the longest', () => {
    expect(checkText('name', 'x'.repeat(101), 100)?.errorType).toBe('ValidationError');
    expect(checkText('name', 'x'.repeat(100), 100)).toBeNull();
  });
});

describe('checkLine and checkLines', () => {
  test.prop([fc.string({ unit: 'binary', maxLength: 20 })])('refuse the characters that Unicode calls so', (text) => {
    const controls = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
    const isRefused = controls.test(text.replace(/[\t\n\r]/gu, ''));
    expect(checkLines('description', text, 100) !== null).toBe(isRefused);
    expect(checkLine('location', text, 100) !== null).toBe(isRefused || /[\t\n\r\u2028\u2029]/u.test(text));
  });

  it.each(['a\u0000', 'a\u0085', '\u202eevil', 'a\u2069'])('refuse %j', (text) => {
    expect([checkLine, checkLines].map((check) => check('f', text, 100)?.errorType)).toEqual([
      'ValidationError',
      'ValidationError',
    ]);
  });

  it('differ in line breaks and tabs', () => {
    expect(checkLines('description', 'a\tb\r\nc', 100)).toBeNull();
    expect(checkLine('location', 'a\nb', 100)).toMatchObject({ errorType: 'ValidationError' });
  });
});

describe('isBlank', () => {
  test.prop([fc.string({ unit: 'binary', maxLength: 5 })])('is so for what Unicode ignores by default', (text) => {
    const shown = text.replace(/[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\ufff9-\ufffb\u2800]/gu, '');
    fc.pre(!/[\u{e0000}-\u{e0fff}\ud800-\udfff]/u.test(text));
    expect(isBlank(text)).toBe(shown === '');
  });
});
