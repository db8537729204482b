import { describe, expect, test } from 'vitest';
import { readSource } from '../architecture/sourceFiles.ts';
import { applyEdits, replaceCode } from './edit.ts';
import { replaceClause, withoutClause, withoutOrganizer } from './guards/clause.ts';

const JOIN = 'domain/waitlist/joinWaitlist.ts';
const found = ({ find }: ReturnType<typeof replaceCode>, text: string) =>
  find(text).map(({ start, end }) => text.slice(start, end));

describe('replaceCode', () => {
  test('finds code however it is laid out, wherever it stands', () => {
    const edit = replaceCode('any.ts', 'f(a, { b: 1 })', 'g()');
    const other = 'f(\n  a,\n  {\n    b: 1,\n  },\n)';
    expect(found(edit, `x = f(a, {b: 1});\ny = ${other};\nz = f(a, { b: 12 });`)).toEqual(['f(a, {b: 1})', other]);
  });
});

describe('applyEdits', () => {
  test('makes one change after the other, and leaves the rest as it is', () => {
    const text = readSource('domain/text.ts').syntax.text;
    const changes = [
      replaceCode('domain/text.ts', 'export function isId', 'begun'),
      replaceCode('domain/text.ts', 'begun', 'ended'),
    ];
    expect(applyEdits(changes)).toEqual(new Map([['domain/text.ts', text.replace('export function isId', 'ended')]]));
  });

  test('throws if there is nothing to change', () => {
    expect(() => applyEdits([replaceCode('domain/text.ts', 'what is not there', '')])).toThrow(
      'domain/text.ts does not contain what is not there',
    );
  });
});

describe('withoutClause', () => {
  const { text } = readSource(JOIN).syntax;

  test('finds a clause in one function, on one kind of item', () => {
    expect(found(withoutClause('joinWaitlist', "is( 'status','OPEN' )"), text)).toEqual(["is('status', 'OPEN')"]);
    expect(found(withoutClause('joinWaitlist', 'absent()'), text)).toHaveLength(2);
    expect(found(withoutClause('joinWaitlist', 'absent()', 'RegistrationItem'), text)).toHaveLength(1);
    expect(found(withoutClause('reserveSeat', "is('status', 'OPEN')"), text)).toEqual([]);
    expect(found(withoutOrganizer('joinWaitlist'), text)).toEqual(['ownedBy(organizer)']);
  });

  test('leaves a clause that holds whatever is stored, with the same names and values', () => {
    const code =
      applyEdits([withoutClause('reserveSeat', "is('status', 'OPEN')")]).get('domain/registration/reserveSeat.ts') ??
      '';
    const [clause = ''] = /\(\(\{ parts \}\).*/.exec(code) ?? [];
    const is = (attribute: string, value: unknown) => ({ parts: [{ attribute }, ' = ', { value }] });
    const { parts } = new Function('is', `return ${clause.replace(/,$/, '')}`)(is) as { parts: unknown[] };
    expect(parts).toEqual([...is('status', 'OPEN').parts, ' OR NOT (', ...is('status', 'OPEN').parts, ')']);
  });

  test('throws for a function that the domain does not have, or a clause that it does not name', () => {
    expect(() => withoutClause('nothing', 'absent()')).toThrow('The domain has no function nothing');
    expect(() => applyEdits([withoutClause('reserveSeat', 'exists()')])).toThrow(
      'does not contain exists() in reserveSeat',
    );
    expect(() => applyEdits([replaceClause('joinWaitlist', 'absent()', () => 'exists()', 'UserItem')])).toThrow(
      'absent() of UserItem in joinWaitlist',
    );
  });
});
