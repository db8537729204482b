import type { AnyNode, Identifier, Pattern, Program } from 'acorn';
import { full } from 'acorn-walk';
import { exportedHandlers } from './exports.ts';
import { isFunction, memberName, type Scope } from './scope.ts';

/**
 * Changes of `ctx` and of its own properties in a handler, which are read-only; deeper ones are fine
 * (docs/reference/appsync.md#syntax).
 */
export function findContextChanges(program: Program, scope: Scope): { node: AnyNode; reason: string }[] {
  const handlers = handlersOf(program);
  const isContext = (node: AnyNode): node is Identifier => {
    const [definition] = (node.type === 'Identifier' && scope.variableOf(node)?.defs) || [];
    if (definition?.type !== 'Parameter' || !handlers.has(definition.node) || !isFunction(definition.node)) {
      return false;
    }
    const [first] = definition.node.params;
    return first?.type === 'Identifier' && first.name === (node as Identifier).name;
  };
  const found: { node: AnyNode; reason: string }[] = [];
  const judge = (target: AnyNode) => {
    if (isContext(target)) {
      found.push({ node: target, reason: `${target.name} is readonly and re-assignment is not supported.` });
    }
    if (target.type === 'MemberExpression' && isContext(target.object)) {
      const name = memberName(target);
      const reason =
        name === undefined
          ? ' adding/modifying properties is not supported.'
          : `. Adding/Updating ${name} is not supported.`;
      found.push({ node: target, reason: `${target.object.name} is readonly${reason}` });
    }
  };
  full(program, (visited) => {
    const node = visited as AnyNode;
    if (node.type === 'AssignmentExpression') {
      targetsOf(node.left).forEach(judge);
    }
    if (node.type === 'UpdateExpression') {
      judge(node.argument);
    }
    if (node.type === 'UnaryExpression' && node.operator === 'delete') {
      judge(node.argument);
    }
    if (
      (node.type === 'ForOfStatement' || node.type === 'ForInStatement') &&
      node.left.type !== 'VariableDeclaration'
    ) {
      targetsOf(node.left).forEach(judge);
    }
  });
  return found;
}

/** The exported handlers' functions. */
function handlersOf(program: Program): Set<AnyNode> {
  const names = new Set<string | undefined>(Object.values(exportedHandlers(program)));
  const handlers = new Set<AnyNode>();
  full(program, (visited) => {
    const node = visited as AnyNode;
    if (node.type === 'FunctionDeclaration' && names.has(node.id?.name)) {
      handlers.add(node);
    }
    if (
      node.type === 'VariableDeclarator' &&
      node.id.type === 'Identifier' &&
      names.has(node.id.name) &&
      isFunction(node.init)
    ) {
      handlers.add(node.init);
    }
  });
  return handlers;
}

/** The places that an assignment writes to. */
function targetsOf(pattern: Pattern): AnyNode[] {
  switch (pattern.type) {
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        targetsOf(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : targetsOf(element)));
    case 'AssignmentPattern':
      return targetsOf(pattern.left);
    case 'RestElement':
      return targetsOf(pattern.argument);
    default:
      return [pattern];
  }
}
