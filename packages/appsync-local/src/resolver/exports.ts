import type { Program } from 'acorn';
import { isFunction, nameOf, type FunctionNode } from './scope.ts';

/** The module's own names of its `request` and `response` handlers; undefined where one is not exported. */
export function exportedHandlers(program: Program): { request?: string; response?: string } {
  const exported = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration') {
      continue;
    }
    for (const { local, exported: as } of statement.specifiers) {
      exported.set(nameOf(as), nameOf(local));
    }
    const { declaration } = statement;
    if (declaration?.type === 'FunctionDeclaration') {
      exported.set(declaration.id.name, declaration.id.name);
    }
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) {
        if (id.type === 'Identifier') {
          exported.set(id.name, id.name);
        }
      }
    }
  }
  return { request: exported.get('request'), response: exported.get('response') };
}

/** The functions that are exported where they are declared: `export function f() {}`, `export const f = () => 1`. */
export function functionsExportedInline(program: Program): Set<FunctionNode> {
  const functions = program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) {
      return [];
    }
    const { declaration } = statement;
    const values = declaration.type === 'VariableDeclaration' ? declaration.declarations : [{ init: declaration }];
    return values.flatMap(({ init }) => (isFunction(init) ? [init] : []));
  });
  return new Set(functions);
}
