import ts from 'typescript';
import { sourceFilesIn } from '../../architecture/sourceFiles.ts';
import type { Edit } from '../edit.ts';
import { outermost } from './clause.ts';

/** A clause of a condition of some transaction, as it stands in the sources. */
export interface ConditionPart {
  file: string;
  start: number;
  text: string;
}

/**
 * What clauses are made of; filters of lists, which are no conditions; the lane's lease, flag and pause, on which no
 * promise rests: they keep people out of each other's way; what the cascade does, whose clauses
 * test/lambda/cascadeGuards.test.ts takes out one by one.
 */
const EXCEPT = [
  'condition.ts',
  'event/cancellation.ts',
  'event/form.ts',
  'event/ownedBy.ts',
  'event/noted.ts',
  'event/order.ts',
  'event/status.ts',
  'event/window.ts',
  'lane/lease.ts',
  'lane/pause.ts',
  'registration/clearEvent.ts',
  'registration/dropRegistration.ts',
  'registration/filter.ts',
  'event/laneFlag.ts',
].map((path) => `domain/${path}`);

const DOMAIN = sourceFilesIn('domain');

/** Everything that the domain exports as a clause, or that returns clauses. */
const CLAUSES = new Set(DOMAIN.flatMap(({ syntax }) => syntax.statements.flatMap(clausesDeclaredBy)));

/** Every clause of every condition in the domain; what stands within `either` or `not` is part of that clause. */
export function conditionParts(): ConditionPart[] {
  return DOMAIN.filter(({ path }) => !EXCEPT.includes(path)).flatMap(({ path, syntax }) =>
    outermost(syntax, isPart).map((node) => ({ file: path, start: node.getStart(), text: node.getText() })),
  );
}

function clausesDeclaredBy(statement: ts.Statement): string[] {
  const declarations = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return declarations.flatMap((declaration) => {
    const isClause =
      (ts.isVariableDeclaration(declaration) || ts.isFunctionDeclaration(declaration)) &&
      declaration.type?.getText().startsWith('Clause<');
    return isExported && isClause ? [declaration.name?.getText() ?? ''] : [];
  });
}

/** A clause, or a text that a condition would be made of without one. */
function isPart(node: ts.Node): boolean {
  if (ts.isStringLiteral(node) || ts.isTemplateLiteral(node)) {
    return node.getText().includes('#if_');
  }
  const named = ts.isCallExpression(node) ? node.expression : node;
  return ts.isIdentifier(named) && CLAUSES.has(named.text) && !ts.isImportSpecifier(node.parent);
}

/** Whether an edit changes this part, or something of it. */
export function touches({ file, find }: Edit, part: ConditionPart): boolean {
  const text = DOMAIN.find(({ path }) => path === file)?.syntax.text ?? '';
  return (
    file === part.file && find(text).some(({ start, end }) => start < part.start + part.text.length && part.start < end)
  );
}
