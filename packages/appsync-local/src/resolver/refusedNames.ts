import type { AnyNode, CallExpression, ImportDeclaration, MemberExpression, VariableDeclarator } from 'acorn';
import { NotEmulated } from './java/notEmulated.ts';
import { translatePattern } from './java/translatePattern.ts';
import { whyMissing } from './notEmulated.ts';
import type { Names } from './sandbox.ts';
import { memberName, nameOf, type Library, type Scope } from './scope.ts';

const constants = new Set(['undefined', 'NaN', 'Infinity']);

/** Refuses a name that neither the code declares nor AppSync provides (Date, process, globalThis, parseInt, …). */
export function refuseUnknownName(name: string, globals: Names): string | null {
  return Object.hasOwn(globals, name) || constants.has(name) ? null : `${name} does not exist in APPSYNC_JS`;
}

/** Refuses a member of util, runtime, extensions, a helper module or a built-in that does not exist here. */
export function refuseUnknownMember(node: MemberExpression, scope: Scope): string | null {
  const name = memberName(node);
  return name === undefined ? null : refuseMissing(scope.libraryOf(node.object), name);
}

/** The same for members taken by destructuring: `const { matches } = util`. */
export function refuseUnknownDestructuring({ id, init }: VariableDeclarator, scope: Scope): string | null {
  if (!init || id.type !== 'ObjectPattern') {
    return null;
  }
  const library = scope.libraryOf(init);
  for (const property of id.properties) {
    if (property.type === 'RestElement' || property.computed || property.key.type !== 'Identifier') {
      continue;
    }
    const reason = refuseMissing(library, property.key.name);
    if (reason !== null) {
      return reason;
    }
  }
  return null;
}

/**
 * Refuses imports other than those AppSync resolves itself (docs/reference/appsync.md#imports-and-bundling), and
 * exports they do not have here.
 */
export function refuseImport(node: ImportDeclaration, modules: Names): string | null {
  const source = String(node.source.value);
  const exports = Object.hasOwn(modules, source) ? modules[source] : undefined;
  if (exports === undefined) {
    return whyMissing(source);
  }
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') {
      continue;
    }
    const reason = refuseMissing(
      { path: source, members: exports },
      specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default',
    );
    if (reason !== null) {
      return reason;
    }
  }
  return null;
}

/**
 * Refuses calls of methods that strings, arrays, numbers and objects lack in APPSYNC_JS (padStart, toFixed, call, …).
 */
export function refuseCall(node: CallExpression, scope: Scope, removedMethods: Set<string>): string | null {
  const { callee } = node;
  const library = callee.type === 'Super' ? undefined : scope.libraryOf(callee);
  if (library !== undefined) {
    return refuseLibraryCall(library);
  }
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (name === undefined) {
    return null;
  }
  if (removedMethods.has(name)) {
    return `.${name}() does not exist in APPSYNC_JS`;
  }
  if (name === 'sort' && node.arguments.length > 0) {
    return '.sort() takes no comparator';
  }
  return name === 'replace' || name === 'replaceAll' ? refuseSearch(node.arguments[0]) : null;
}

/** Built-ins are no functions, and `String.raw` is a tag only. */
function refuseLibraryCall({ path, members }: Library): string | null {
  if (members !== true) {
    return `${path} is not a function in APPSYNC_JS`;
  }
  return path === 'String.raw' ? 'String.raw is for template strings only' : null;
}

function refuseMissing(library: Library | undefined, name: string): string | null {
  if (library === undefined || library.members === true || Object.hasOwn(library.members, name)) {
    return null;
  }
  return whyMissing(library.path === '@aws-appsync/utils' ? name : `${library.path}.${name}`);
}

/** The search text of replace is a Java regular expression: it has to be there to be judged. */
function refuseSearch(node: AnyNode | undefined): string | null {
  if (node?.type !== 'Literal' || typeof node.value !== 'string') {
    return 'not emulated: a search text that is not written literally';
  }
  try {
    return translatePattern(node.value).isNullable ? 'not emulated: a search text that may match nothing' : null;
  } catch (error) {
    if (error instanceof NotEmulated) {
      return error.message;
    }
    throw error;
  }
}
