import type { AnyNode, Pattern, Program } from 'acorn';
import { full } from 'acorn-walk';
import type { Names } from './sandbox.ts';

/** What the names of a module stand for. Scopes are flattened: a name declared anywhere counts as the code's own. */
export interface Scope {
  declared: Set<string>;
  /** Names of libraries and built-ins, also under their import aliases → the members that exist. */
  libraries: Map<string, { path: string; members: Names | true }>;
}

function declare(pattern: Pattern | null | undefined, declared: Set<string>): void {
  switch (pattern?.type) {
    case 'Identifier':
      declared.add(pattern.name);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        declare(property.type === 'RestElement' ? property.argument : property.value, declared);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) declare(element, declared);
      break;
    case 'RestElement':
      declare(pattern.argument, declared);
      break;
    case 'AssignmentPattern':
      declare(pattern.left, declared);
      break;
  }
}

/** Collects the names of a module, given the global names and importable modules that exist. */
export function readScope(program: Program, globals: Names, modules: Names): Scope {
  const declared = new Set<string>();
  full(program, (visited) => {
    const node = visited as AnyNode;
    if (node.type === 'VariableDeclarator') declare(node.id, declared);
    if (node.type === 'FunctionDeclaration') declare(node.id, declared);
    if (node.type === 'FunctionExpression') declare(node.id, declared);
    if ('params' in node) for (const parameter of node.params) declare(parameter, declared);
  });
  const libraries: Scope['libraries'] = new Map();
  for (const [name, members] of Object.entries(globals)) {
    if (!declared.has(name)) libraries.set(name, { path: name, members });
  }
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration') continue;
    const module = modules[String(statement.source.value)];
    for (const specifier of statement.specifiers) {
      const local = specifier.local.name;
      if (specifier.type === 'ImportNamespaceSpecifier') {
        if (module !== undefined) libraries.set(local, { path: local, members: module });
        continue;
      }
      const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
      const members = module === true ? undefined : module?.[imported];
      if (members !== undefined) libraries.set(local, { path: imported, members });
      else declared.add(local);
    }
  }
  return { declared, libraries };
}

/** The text of an import or export name, which may be a string literal. */
export function nameOf(node: { type: 'Identifier'; name: string } | { type: 'Literal'; value?: unknown }): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}
