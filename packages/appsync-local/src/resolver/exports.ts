import type { Program } from 'acorn';
import { nameOf } from './scope.ts';

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
