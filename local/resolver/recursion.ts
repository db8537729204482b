import type { AnyNode, Node, Program } from 'acorn';
import { full } from 'acorn-walk';

/** The named functions of a module that can end up calling themselves (reference 1.2), by name. */
export function findRecursion(program: Program): { name: string; node: Node }[] {
  const functions = new Map<string, Node>();
  full(program, (visited) => {
    const node = visited as AnyNode;
    if (node.type === 'FunctionDeclaration' && node.id) functions.set(node.id.name, node);
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && isFunction(node.init)) {
      functions.set(node.id.name, node);
    }
  });
  const calls = new Map<string, Set<string>>();
  for (const [name, node] of functions) calls.set(name, calledNames(node));
  return [...functions]
    .filter(([name]) => reaches(name, name, calls, new Set()))
    .map(([name, node]) => ({ name, node }));
}

function isFunction(node: AnyNode | null | undefined): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

function calledNames(root: Node): Set<string> {
  const names = new Set<string>();
  full(root, (visited) => {
    const node = visited as AnyNode;
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier') names.add(node.callee.name);
  });
  return names;
}

function reaches(from: string, target: string, calls: Map<string, Set<string>>, visited: Set<string>): boolean {
  for (const name of calls.get(from) ?? []) {
    if (name === target) return true;
    if (visited.has(name)) continue;
    visited.add(name);
    if (reaches(name, target, calls, visited)) return true;
  }
  return false;
}
