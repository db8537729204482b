import type {
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  MemberExpression,
  Program,
} from 'acorn';
import { analyze, type Variable } from 'eslint-scope';
import type { Names } from './sandbox.ts';

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** A library or built-in that an expression stands for: its documented path, and the members that exist. */
export interface Library {
  path: string;
  members: Names | true;
}

/** What the names of a module stand for. */
export interface Scope {
  /** Names that the module does not declare. */
  undeclared: Identifier[];
  variableOf(identifier: Identifier): Variable | null;
  libraryOf(node: AnyNode): Library | undefined;
  /** The module's own function that a name, never assigned again, or a function expression stands for. */
  functionOf(node: AnyNode | null | undefined): FunctionNode | undefined;
}

/** Resolves the names of a module, given the global names and importable modules that exist. */
export function readScope(program: Program, globals: Names, modules: Names): Scope {
  const { scopes } = analyze(program, { ecmaVersion: 2024, sourceType: 'module' });
  const variables = new Map<Identifier, Variable | null>();
  for (const { references } of scopes) {
    for (const { identifier, resolved } of references) {
      variables.set(identifier, resolved);
    }
  }
  const variableOf = (identifier: Identifier) => variables.get(identifier) ?? null;

  const libraryOf = (node: AnyNode): Library | undefined => {
    if (node.type === 'Identifier') {
      const variable = variables.get(node);
      if (variable === undefined) {
        return undefined;
      }
      return variable === null ? memberOf({ path: '', members: globals }, node.name) : importOf(variable, modules);
    }
    if (node.type !== 'MemberExpression') {
      return undefined;
    }
    const parent = libraryOf(node.object);
    const name = memberName(node);
    return parent === undefined || name === undefined ? undefined : memberOf(parent, name);
  };

  return {
    // `arguments` is resolved, to a variable that nothing defines.
    undeclared: [...variables].flatMap(([identifier, variable]) =>
      variable === null || variable.defs.length === 0 ? [identifier] : [],
    ),
    variableOf,
    libraryOf,
    functionOf: (node) => {
      if (isFunction(node)) {
        return node;
      }
      return node?.type === 'Identifier' ? functionOfVariable(variableOf(node)) : undefined;
    },
  };
}

/** The function that a variable of the module is declared as. */
function functionOfVariable(variable: Variable | null): FunctionNode | undefined {
  const [definition] = variable?.defs ?? [];
  if (definition?.type === 'FunctionName' && isFunction(definition.node)) {
    return definition.node;
  }
  if (definition?.type !== 'Variable' || definition.node.type !== 'VariableDeclarator') {
    return undefined;
  }
  const { id, init } = definition.node;
  return id.type === 'Identifier' && isFunction(init) ? init : undefined;
}

/** The name of a member where it is written down. */
export function memberName(node: MemberExpression): string | undefined {
  if (!node.computed) {
    return node.property.type === 'Identifier' ? node.property.name : undefined;
  }
  return node.property.type === 'Literal' ? String(node.property.value) : undefined;
}

/** The text of an import or export name, which may be a string literal. */
export function nameOf(node: { type: 'Identifier'; name: string } | { type: 'Literal'; value?: unknown }): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  );
}

function memberOf({ path, members }: Library, name: string): Library | undefined {
  if (members === true || !Object.hasOwn(members, name)) {
    return undefined;
  }
  return { path: path === '' || path === '@aws-appsync/utils' ? name : `${path}.${name}`, members: members[name]! };
}

function importOf({ defs: [definition] }: Variable, modules: Names): Library | undefined {
  if (definition?.type !== 'ImportBinding' || definition.parent?.type !== 'ImportDeclaration') {
    return undefined;
  }
  const source = String(definition.parent.source.value);
  const module = memberOf({ path: '', members: modules }, source);
  const { node } = definition;
  if (module === undefined || node.type === 'ImportNamespaceSpecifier') {
    return module;
  }
  return memberOf(module, node.type === 'ImportSpecifier' ? nameOf(node.imported) : 'default');
}
