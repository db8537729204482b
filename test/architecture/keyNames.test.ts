import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FOLDERS, readSource, sourceFilesIn, type SourceFile } from './sourceFiles.ts';

const KEY_FILE = 'domain/keys.ts';
/** Tests and the bench name keys to judge what is stored; the conflict model knows any table's keys. */
const APART = /^(test|packages\/[\w-]+\/test|packages\/(bench|dynamodb-contention))\//;
const KEY_TEXT = /\b(USER|EVENT|WAITLIST)#|\b(PK|SK|GSI1|GSI2)\b/;

describe('key prefixes and names of key attributes', () => {
  it('are in the key file', () => {
    expect(keyTextIn(readSource(KEY_FILE))).toEqual(expect.arrayContaining(['PK', 'SK', 'GSI1', 'GSI2', 'USER#']));
  });

  it('are in no other file', () => {
    const others = FOLDERS.flatMap(sourceFilesIn).filter(({ path }) => !APART.test(path));
    const found = others
      .filter(({ path }) => path !== KEY_FILE)
      .flatMap((source) => keyTextIn(source).map((text) => `${source.path}: ${text}`));
    expect(found).toEqual([]);
  });
});

/** Identifiers and texts that look like keys; comments do not count. */
function keyTextIn({ syntax }: SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node)) &&
      KEY_TEXT.test(node.text)
    ) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(syntax);
  return found;
}
