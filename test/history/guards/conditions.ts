import ts from 'typescript';
import { sourceFilesIn, type SourceFile } from '../../architecture/sourceFiles.ts';
import type { Edit } from '../variant.ts';

/** A part of a condition of some transaction, as it stands in the sources. */
export interface ConditionPart {
  file: string;
  start: number;
  text: string;
}

const BUILDERS = ['exists', 'absent', 'existsAnd', 'organizerClause'];
/** The builders themselves; turns, on which no promise rests; the repair of numbers, which is the audit's and no call's. */
const EXCEPT = ['expression.ts', 'event/organizer.ts', 'event/status.ts', 'event/turns.ts', 'event/recountEvent.ts'].map((path) => `domain/${path}`);

const SOURCES = sourceFilesIn('domain').filter(({ path }) => !EXCEPT.includes(path));

/** Every clause of every condition in the domain: texts with placeholders of conditions, and calls that make one. */
export function conditionParts(): ConditionPart[] {
  return SOURCES.flatMap(partsOf);
}

function partsOf({ path, syntax }: SourceFile): ConditionPart[] {
  const found: ConditionPart[] = [];
  const visit = (node: ts.Node): void => {
    if (isPart(node)) {
      found.push({ file: path, start: node.getStart(syntax), text: node.getText(syntax) });
    } else {
      node.forEachChild(visit);
    }
  };
  visit(syntax);
  return found;
}

function isPart(node: ts.Node): boolean {
  if (ts.isStringLiteral(node) || ts.isTemplateLiteral(node)) {
    return node.getText().includes('#if_');
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && BUILDERS.includes(node.expression.text)) {
    return node.expression.text === 'existsAnd' || !node.getText().includes('#if_');
  }
  return ts.isIdentifier(node) && node.text === 'LIVE' && ts.isArrayLiteralExpression(node.parent);
}

/** Whether an edit changes this part, or something of it. */
export function touches({ file, find }: Edit, part: ConditionPart): boolean {
  if (file !== part.file) {
    return false;
  }
  const text = SOURCES.find(({ path }) => path === file)?.syntax.text ?? '';
  for (let at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + 1)) {
    if (at < part.start + part.text.length && part.start < at + find.length) {
      return true;
    }
  }
  return false;
}
