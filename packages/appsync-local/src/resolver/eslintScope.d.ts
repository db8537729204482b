/** What is used of eslint-scope, which brings no types. */
declare module 'eslint-scope' {
  import type { AnyNode, Identifier, Program } from 'acorn';

  export interface Definition {
    type: 'FunctionName' | 'Variable' | 'Parameter' | 'ImportBinding' | 'ClassName' | 'CatchClause';
    node: AnyNode;
    parent: AnyNode | null;
  }
  export interface Variable {
    name: string;
    defs: Definition[];
    references: Reference[];
  }
  export interface Reference {
    identifier: Identifier;
    resolved: Variable | null;
  }
  export interface Scope {
    references: Reference[];
  }
  export function analyze(
    program: Program,
    options: { ecmaVersion: number; sourceType: 'module' },
  ): { scopes: Scope[] };
}
