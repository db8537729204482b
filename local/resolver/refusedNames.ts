import type { AnyNode, CallExpression, ImportDeclaration, MemberExpression, VariableDeclarator } from 'acorn';
import type { Names } from './sandbox.ts';
import { nameOf, type Scope } from './scope.ts';

const constants = new Set(['undefined', 'NaN', 'Infinity']);

/** The library that an expression denotes, by following member names; undefined if it is none. */
function libraryOf(node: AnyNode, scope: Scope): { path: string; members: Names | true } | undefined {
  if (node.type === 'Identifier') return scope.libraries.get(node.name);
  if (node.type !== 'MemberExpression') return undefined;
  const name = memberName(node);
  const parent = name === undefined ? undefined : libraryOf(node.object, scope);
  if (name === undefined || parent === undefined || parent.members === true) return undefined;
  const members = Object.hasOwn(parent.members, name) ? parent.members[name] : undefined;
  return members === undefined ? undefined : { path: `${parent.path}.${name}`, members };
}

function memberName(node: MemberExpression): string | undefined {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined;
  return node.property.type === 'Literal' ? String(node.property.value) : undefined;
}

/** Refuses a name that neither the code declares nor AppSync provides (Date, process, globalThis, parseInt, …). */
export function refuseUnknownName(name: string, scope: Scope): string | null {
  if (scope.declared.has(name) || scope.libraries.has(name) || constants.has(name)) return null;
  return `${name} is not available in APPSYNC_JS`;
}

/** Refuses a member of util, runtime, extensions, a helper module or a built-in that does not exist here. */
export function refuseUnknownMember(node: MemberExpression, scope: Scope): string | null {
  const library = libraryOf(node.object, scope);
  const name = memberName(node);
  if (library === undefined || name === undefined || library.members === true) return null;
  if (Object.hasOwn(library.members, name)) return null;
  return `not emulated: ${library.path}.${name}`;
}

/** The same for members taken by destructuring: `const { matches } = util`. */
export function refuseUnknownDestructuring({ id, init }: VariableDeclarator, scope: Scope): string | null {
  const library = init ? libraryOf(init, scope) : undefined;
  if (library === undefined || library.members === true || id.type !== 'ObjectPattern') return null;
  for (const property of id.properties) {
    if (property.type === 'RestElement' || property.computed || property.key.type !== 'Identifier') continue;
    const { name } = property.key;
    if (!Object.hasOwn(library.members, name)) return `not emulated: ${library.path}.${name}`;
  }
  return null;
}

/** Refuses imports other than those AppSync resolves itself (reference 1.5), and exports they do not have here. */
export function refuseImport(node: ImportDeclaration, modules: Names): string | null {
  const source = String(node.source.value);
  const exports = Object.hasOwn(modules, source) ? modules[source] : undefined;
  if (exports === undefined || exports === true) return `not emulated: import from '${source}'`;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') continue;
    const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
    if (!Object.hasOwn(exports, imported)) return `not emulated: ${imported} of '${source}'`;
  }
  return null;
}

/** Refuses methods that strings, arrays, numbers and objects lack in APPSYNC_JS (includes, padStart, toFixed, call, …). */
export function refuseMethod(node: CallExpression, scope: Scope, removedMethods: Set<string>): string | null {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || libraryOf(callee.object, scope) !== undefined) return null;
  const name = memberName(callee);
  if (name === undefined) return null;
  if (removedMethods.has(name)) return `.${name}() is not available in APPSYNC_JS`;
  if (name === 'sort' && node.arguments.length > 0) return '.sort() takes no comparator';
  if ((name === 'replace' || name === 'replaceAll') && !isPlainText(node.arguments[0])) {
    return `not emulated: .${name}() with anything but a literal text without the special characters of regular expressions`;
  }
  return null;
}

function isPlainText(node: AnyNode | undefined): boolean {
  return node?.type === 'Literal' && typeof node.value === 'string' && !/[\\^$.|?*+()[\]{}]/.test(node.value);
}
