import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readErrors } from '../../tools/errors/readErrors.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-registration-errors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The errors of a project whose domain/error.ts has these members in its list. */
function errorsOf(members: string) {
  mkdirSync(join(folder, 'domain'), { recursive: true });
  const text = `interface Seat { row: number; name?: string | null } export interface ErrorInfos {\n${members} }`;
  writeFileSync(join(folder, 'domain/error.ts'), text);
  return readErrors(folder);
}

describe('readErrors', () => {
  it('reads meanings on one line, and spells out what errorInfo holds', () => {
    const errors = errorsOf(`
      /**
       * The seat is
       * taken.
       */
      Taken: { retryable: false; seat: Omit<Seat, 'row'> | null; isOld: boolean } & Record<string, unknown>;`);
    const info =
      '{ retryable: false; seat: null | { name?: undefined | null | string }; isOld: boolean } & Record<string, unknown>';
    expect(errors).toEqual([{ type: 'Taken', meaning: 'The seat is taken.', info }]);
  });

  it.each([
    ['an error does not say what it means', 'Taken: { retryable: false };', 'does not say what Taken means'],
    ['a type is missing', '/** Taken. */ Taken: { seat: Chair };', 'a type that there is not'],
    ['a type is any', '/** Taken. */ Taken: { seat: any };', 'or any'],
  ])('throws if %s', (_what, members, message) => {
    expect(() => errorsOf(members)).toThrow(message);
  });
});
