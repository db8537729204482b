import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readSource, sourceFilesIn, type SourceFile } from './sourceFiles.ts';

/** AppSync does not raise `ctx.error` by itself: a response that forgets it turns a failure into data. */
describe('the response handler', () => {
  const handlers = sourceFilesIn('resolvers').filter(({ path }) => !path.startsWith('resolvers/shared/'));

  it.each(handlers.map((source) => [source.path, source] as const))(
    'of %s begins with the error branch',
    (_path, source) => {
      expect(firstStatementOfResponse(source)).toMatch(/^if \((\w+)\.error\) \{/);
    },
  );
});

function firstStatementOfResponse(source: SourceFile): string {
  for (const statement of source.syntax.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === 'response') {
      return statement.body?.statements[0]?.getText() ?? '';
    }
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined && exportsResponse(statement)) {
      const imported = (statement.moduleSpecifier as ts.StringLiteral).text;
      return firstStatementOfResponse(readSource(posix.join(posix.dirname(source.path), imported)));
    }
  }
  return '';
}

function exportsResponse({ exportClause }: ts.ExportDeclaration): boolean {
  return (
    exportClause !== undefined &&
    ts.isNamedExports(exportClause) &&
    exportClause.elements.some(({ name }) => name.text === 'response')
  );
}
