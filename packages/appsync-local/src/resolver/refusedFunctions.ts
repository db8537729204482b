import type { AnyNode, CallExpression } from 'acorn';
import { memberName, type FunctionNode, type Scope } from './scope.ts';

/** The methods of arrays that take a function (@aws-appsync/eslint-plugin, no-function-passing). */
const TAKES_FUNCTION = new Set([
  'map',
  'find',
  'filter',
  'findIndex',
  'findLast',
  'findLastIndex',
  'forEach',
  'reduce',
  'reduceRight',
  'every',
  'some',
  'flatMap',
]);

/**
 * Functions are no values in APPSYNC_JS: they are not passed on, returned, or given another name
 * (docs/reference/appsync.md#syntax).
 */
export function refuseFunctionValue(node: AnyNode, scope: Scope): string | null {
  switch (node.type) {
    case 'CallExpression':
      return refusePassing(node, scope);
    case 'ReturnStatement':
      return scope.functionOf(node.argument) === undefined ? null : 'returning a function is not allowed';
    case 'ArrowFunctionExpression':
      return scope.functionOf(node.body) === undefined ? null : 'returning a function is not allowed';
    case 'VariableDeclarator':
      return isNameOfFunction(node.init, scope) ? 're-assigning function is not allowed' : null;
    case 'AssignmentExpression':
      return isNameOfFunction(node.right, scope) ? 're-assigning function is not allowed' : null;
    default:
      return null;
  }
}

function refusePassing({ callee, arguments: values }: CallExpression, scope: Scope): string | null {
  if (!values.some((value) => scope.functionOf(value) !== undefined)) {
    return null;
  }
  const isCallback =
    callee.type === 'MemberExpression' &&
    scope.libraryOf(callee) === undefined &&
    TAKES_FUNCTION.has(memberName(callee) ?? '');
  return isCallback ? null : 'Functions can not be passed as an argument';
}

function isNameOfFunction(node: AnyNode | null | undefined, scope: Scope): boolean {
  return node?.type === 'Identifier' && scope.functionOf(node) !== undefined;
}

/**
 * A function that is exported where it is declared is a handler, which other code of the module cannot call
 * (docs/reference/appsync.md#saving-code).
 */
export function refuseExportedCall(
  { callee }: CallExpression,
  scope: Scope,
  exported: ReadonlySet<FunctionNode>,
): string | null {
  const called = callee.type === 'Identifier' ? scope.functionOf(callee) : undefined;
  return called !== undefined && exported.has(called)
    ? 'a function that is exported where it is declared can not be called'
    : null;
}
