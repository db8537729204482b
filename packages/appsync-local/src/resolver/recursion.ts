import type { AnyNode, Program } from 'acorn';
import { full } from 'acorn-walk';
import { isFunction, type FunctionNode, type Scope } from './scope.ts';

/** The functions of a module that can end up calling themselves (docs/reference/appsync.md#syntax), by name. */
export function findRecursion(program: Program, scope: Scope): { name: string; node: FunctionNode }[] {
  const functions: FunctionNode[] = [];
  const names = new Map<FunctionNode, string>();
  full(program, (visited) => {
    const node = visited as AnyNode;
    if (isFunction(node)) {
      functions.push(node);
      if (node.id) {
        names.set(node, node.id.name);
      }
    }
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && isFunction(node.init)) {
      names.set(node.init, node.id.name);
    }
  });
  const calls = new Map(functions.map((node) => [node, calledFunctions(node, scope)]));
  return functions
    .filter((node) => reaches(node, node, calls, new Set()))
    .map((node) => ({ name: names.get(node) ?? 'a function without a name', node }));
}

/** Functions called in the body, also within the callbacks that it contains. */
function calledFunctions(root: FunctionNode, scope: Scope): Set<FunctionNode> {
  const called = new Set<FunctionNode>();
  full(root, (visited) => {
    const node = visited as AnyNode;
    if (node.type !== 'CallExpression') {
      return;
    }
    for (const part of [node.callee, ...node.arguments]) {
      const target = part.type === 'Identifier' ? scope.functionOf(part) : undefined;
      if (target !== undefined) {
        called.add(target);
      }
    }
  });
  return called;
}

function reaches(
  from: FunctionNode,
  target: FunctionNode,
  calls: Map<FunctionNode, Set<FunctionNode>>,
  visited: Set<FunctionNode>,
): boolean {
  for (const called of calls.get(from) ?? []) {
    if (called === target) {
      return true;
    }
    if (visited.has(called)) {
      continue;
    }
    visited.add(called);
    if (reaches(called, target, calls, visited)) {
      return true;
    }
  }
  return false;
}
