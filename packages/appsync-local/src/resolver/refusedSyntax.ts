import type { AnyNode } from 'acorn';

type RefusedSyntax = {
  [T in AnyNode['type']]?: string | ((node: Extract<AnyNode, { type: T }>) => string | null);
};

const refuseAsync = (node: { async: boolean; generator: boolean }) => {
  if (node.async) {
    return 'async functions are not supported';
  }
  return node.generator ? 'generators are not supported' : null;
};

/**
 * Syntax that APPSYNC_JS refuses when code is saved (docs/reference/appsync.md#syntax), by node type: the reason, or a
 * test for one.
 */
const refusedSyntax: RefusedSyntax = {
  TryStatement: 'try is not supported',
  ThrowStatement: 'throw is not supported, use util.error',
  WhileStatement: 'while is not supported',
  DoWhileStatement: 'do…while is not supported',
  ForStatement: 'for(;;) is not supported, use for…of or for…in',
  ContinueStatement: 'continue is not supported',
  LabeledStatement: 'labels are not supported',
  DebuggerStatement: 'debugger is not supported',
  ClassDeclaration: 'classes are not supported',
  ClassExpression: 'classes are not supported',
  FunctionDeclaration: refuseAsync,
  FunctionExpression: refuseAsync,
  ArrowFunctionExpression: refuseAsync,
  AwaitExpression: 'await is not supported',
  YieldExpression: 'yield is not supported',
  ForOfStatement: (node) => (node.await ? 'for await is not supported' : null),
  ThisExpression: 'this is not supported',
  NewExpression: 'new is not supported',
  MetaProperty: 'meta properties are not supported',
  ImportExpression: 'dynamic import is not supported',
  UpdateExpression: (node) => `${node.operator} is not supported`,
  UnaryExpression: (node) => (node.operator === '~' ? '~ is not supported' : null),
  BinaryExpression: (node) =>
    ['in', 'instanceof', '**'].includes(node.operator) ? `${node.operator} is not supported` : null,
  AssignmentExpression: (node) =>
    ['**=', '&&=', '||=', '??='].includes(node.operator) ? `${node.operator} is not supported` : null,
  TaggedTemplateExpression: (node) =>
    isStringRaw(node.tag) ? null : 'tagged templates are not supported, except String.raw',
  Literal: (node) => {
    if (node.regex) {
      return 'regular expression literals are not supported';
    }
    return node.bigint ? 'BigInt is not supported' : null;
  },
  Property: (node) => (node.kind === 'init' ? null : 'getters and setters are not supported'),
  ExportDefaultDeclaration: 'default exports are not supported',
  ExportAllDeclaration: 'export * is not supported',
  ExportNamedDeclaration: (node) => (node.source ? 'export … from is not supported' : null),
};

/** `String.raw` is listed as supported (Developer Guide, "Supported runtime features"). */
function isStringRaw(tag: AnyNode): boolean {
  if (
    tag.type !== 'MemberExpression' ||
    tag.computed ||
    tag.object.type !== 'Identifier' ||
    tag.property.type !== 'Identifier'
  ) {
    return false;
  }
  return tag.object.name === 'String' && tag.property.name === 'raw';
}

/** Why AppSync refuses this node by its kind alone, or null. */
export function whyRefused(node: AnyNode): string | null {
  const rule = refusedSyntax[node.type] as string | ((node: AnyNode) => string | null) | undefined;
  return typeof rule === 'function' ? rule(node) : (rule ?? null);
}
