import type { AnyNode, Node, Program } from 'acorn';
import { full } from 'acorn-walk';
import type { CodeError } from './codeError.ts';
import { exportedHandlers, functionsExportedInline } from './exports.ts';
import { findRecursion } from './recursion.ts';
import { findContextChanges } from './refusedContext.ts';
import { refuseExportedCall, refuseFunctionValue } from './refusedFunctions.ts';
import {
  refuseCall,
  refuseImport,
  refuseUnknownDestructuring,
  refuseUnknownMember,
  refuseUnknownName,
} from './refusedNames.ts';
import { whyRefused } from './refusedSyntax.ts';
import type { Sandbox } from './sandbox.ts';
import { readScope } from './scope.ts';

/**
 * Everything in a module that AppSync refuses when it is saved, or that is not emulated here, in order of place. See
 * docs/reference/appsync.md#syntax, docs/reference/appsync.md#built-ins,
 * docs/reference/appsync.md#imports-and-bundling.
 */
export function checkProgram(
  program: Program,
  library: Pick<Sandbox, 'globals' | 'modules' | 'removedMethods'>,
): CodeError[] {
  const scope = readScope(program, library.globals, library.modules);
  const exported = functionsExportedInline(program);
  const errors = new Map<number, CodeError>();
  const report = (node: Node, value: string | null) => {
    if (value === null || errors.has(node.start)) {
      return;
    }
    const { line, column } = node.loc!.start;
    errors.set(node.start, { errorType: 'LINT_ERROR', value, line, column: column + 1, span: node.end - node.start });
  };

  full(program, (visited) => {
    const node = visited as AnyNode;
    report(node, whyRefused(node));
    if (node.type === 'ImportDeclaration') {
      report(node, refuseImport(node, library.modules));
    }
    if (node.type === 'MemberExpression') {
      report(node, refuseUnknownMember(node, scope));
    }
    if (node.type === 'VariableDeclarator') {
      report(node, refuseUnknownDestructuring(node, scope));
    }
    if (node.type === 'CallExpression') {
      report(node, refuseCall(node, scope, library.removedMethods));
      report(node, refuseExportedCall(node, scope, exported));
    }
    report(node, refuseFunctionValue(node, scope));
  });
  for (const identifier of scope.undeclared) {
    report(identifier, refuseUnknownName(identifier.name, library.globals));
  }
  for (const { node, reason } of findContextChanges(program, scope)) {
    report(node, reason);
  }
  for (const { name, node } of findRecursion(program, scope)) {
    report(node, `recursion is not supported: ${name}`);
  }
  const handlers = exportedHandlers(program);
  const missing = (['request', 'response'] as const).filter((name) => handlers[name] === undefined);
  if (missing.length > 0) {
    report(program, `missing export: ${missing.join(', ')}`);
  }
  return [...errors.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
