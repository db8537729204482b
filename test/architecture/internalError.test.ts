import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sourceFilesIn, type SourceFile } from './sourceFiles.ts';

const RAISING = 'resolvers/shared/raise.ts';
const bundled = ['domain', 'resolvers', 'lambda'].flatMap(sourceFilesIn);

/** The alarm InternalErrors looks for the message; operators look for what is printed beside it. */
describe('an InternalError', () => {
  it('is made, and its cause printed, in one place', () => {
    expect(bundled.filter((source) => uses(source, 'internalError')).map(({ path }) => path)).toEqual([
      'domain/error.ts',
      RAISING,
    ]);
    const printing = bundled.filter(({ syntax }) => /console\.\w+\(\s*['"`]unexpected failure/.test(syntax.text));
    expect(printing.map(({ path }) => path)).toEqual([RAISING]);
  });

  it('has words that no other error has', () => {
    const saying = bundled.filter(({ syntax }) => syntax.text.includes('Something went wrong on our side'));
    expect(saying.map(({ path }) => path)).toEqual(['domain/error.ts']);
  });
});

/** Whether a file names an identifier in its code; comments do not count. */
function uses({ syntax }: SourceFile, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name) || (ts.forEachChild(node, visit) ?? false);
  return visit(syntax);
}
