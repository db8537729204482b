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

  const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
  const unit = fc.oneof(half, fc.constantFrom('x', '\ue000', '\u{1f600}', '\u{10ffff}'));
  test.prop([fc.string({ unit, minLength: 1, maxLength: 6 })])('refuse half a character, and no whole one', (text) => {
    const isRefused = /\p{Surrogate}/u.test(text);
    for (const check of [checkText, checkLine, checkLines]) {
      expect(check('f', text, 100)?.errorType).toBe(isRefused ? 'ValidationError' : undefined);
    }
  });

  it.each(['\ud800', 'x\ud800y', '\udfff', '\udc00\ud800', '\u{1f600}\ude00', '\ud83d\u{1f600}', 'x\ud83d'])(
    'refuse %j, and name the field',
    (text) => {
      for (const check of [checkText, checkLine, checkLines]) {
        expect(check('f', text, 100)).toMatchObject({
          message: expect.stringContaining('half a character'),
          errorInfo: { field: 'f' },
        });
      }
    },
  );

  it('differ in line breaks and tabs', () => {
    expect(checkLines('description', 'a\tb\r\nc', 100)).toBeNull();
    expect(checkLine('location', 'a\nb', 100)).toMatchObject({ errorType: 'ValidationError' });
  });
});

describe('isBlank', () => {
  /** Spaces and controls, what Unicode ignores by default, marks of annotations, the blank of Braille. */
  const INVISIBLE = /[\p{White_Space}\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]/u;
  /** Format characters that show something: signs before numbers, and the joiners of hieroglyphs. */
  const SHOWN_FORMATS = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1343f}]/u;

  it('is so for every single character of Unicode that shows nothing, and for no other', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (isBlank(character) !== INVISIBLE.test(character)) {
        wrong.push(codePoint.toString(16));
      }
      if (/\p{Cf}/u.test(character) && !isBlank(character) && !SHOWN_FORMATS.test(character)) {
        wrong.push(`format ${codePoint.toString(16)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  const invisible = fc.constantFrom(' ', '\u200b', '\u{1d173}', '\u{1bca3}', '\u{e0041}', '\u{e0fff}');
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    invisible,
  );
  test.prop([fc.string({ unit, maxLength: 5 })])(
    'is so for what shows nothing, also beside half characters',
    (text) => {
      expect(isBlank(text)).toBe(text.replaceAll(new RegExp(INVISIBLE, 'gu'), '') === '');
    },
  );

  it.each(['\udb40A', '\ud834', 'A\udd73', '\udd73\ud834', '\ud834\udd72'])('is not so for %j', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});
