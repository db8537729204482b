import ts from 'typescript';
import { sourceFilesIn } from '../../architecture/sourceFiles.ts';
import { isSameCode, type Edit } from '../edit.ts';

const DOMAIN = sourceFilesIn('domain');

/** A function, as code, that makes of a clause one that always holds and has the same placeholders. */
const ALWAYS = `(({ parts }) => ({ parts: [...parts, ' OR NOT (', ...parts, ')'] }))`;

/**
 * Makes a clause true whatever is stored; its placeholders stay in use, as DynamoDB demands.
 * @param transaction the function of the domain that names the clause
 * @param clause its code, as `is('status', 'OPEN')`
 * @param item the item's type, where several conditions of the function have that clause and only one is meant
 */
export function withoutClause(transaction: string, clause: string, item?: string): Edit {
  return replaceClause(transaction, clause, (code) => `${ALWAYS}(${code})`, item);
}

/** Takes out the clause that the event belongs to the organizer who acts. */
export function withoutOrganizer(transaction: string): Edit {
  return replaceNodes(
    transaction,
    'ownedBy(…)',
    (node) => ts.isCallExpression(node) && node.expression.getText() === 'ownedBy',
    () => '[]',
  );
}

/** Puts another clause in place of one, both as code. Parameters as of `withoutClause`. */
export function replaceClause(
  transaction: string,
  clause: string,
  replace: (code: string) => string,
  item?: string,
): Edit {
  const isSought = (node: ts.Node) =>
    isSameCode(node.getText(), clause) && (item === undefined || isSameCode(itemOf(node), item));
  return replaceNodes(transaction, `${clause}${item === undefined ? '' : ` of ${item}`}`, isSought, replace);
}

/** The T of the `allOf<T>` around a clause. */
function itemOf(node: ts.Node): string {
  const list = ts.findAncestor(node, (above) => ts.isCallExpression(above) && above.expression.getText() === 'allOf');
  return (list as ts.CallExpression | undefined)?.typeArguments?.[0]?.getText() ?? '';
}

function replaceNodes(
  transaction: string,
  sought: string,
  isSought: (node: ts.Node) => boolean,
  replace: (code: string) => string,
): Edit {
  const file = DOMAIN.find(({ syntax }) => functionIn(syntax, transaction) !== undefined)?.path;
  if (file === undefined) {
    throw new Error(`The domain has no function ${transaction}`);
  }
  const find = (text: string) => {
    const declaration = functionIn(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true), transaction);
    return declaration === undefined
      ? []
      : outermost(declaration, isSought).map((node) => ({ start: node.getStart(), end: node.getEnd() }));
  };
  return { file, sought: `${sought} in ${transaction}`, find, replace };
}

function functionIn(syntax: ts.SourceFile, name: string): ts.FunctionDeclaration | undefined {
  return syntax.statements.filter(ts.isFunctionDeclaration).find((declaration) => declaration.name?.text === name);
}

/** Nodes of a kind that lie in no other of that kind. */
export function outermost(root: ts.Node, isSought: (node: ts.Node) => boolean): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (isSought(node)) {
      found.push(node);
    } else {
      node.forEachChild(visit);
    }
  };
  visit(root);
  return found;
}
