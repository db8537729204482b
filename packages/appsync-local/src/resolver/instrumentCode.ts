import type { AnyNode, ImportDeclaration, Program } from 'acorn';
import { full } from 'acorn-walk';
import MagicString, { type SourceMap } from 'magic-string';
import { exportedHandlers } from './exports.ts';
import { nameOf } from './scope.ts';

/** A module as a script, and the way back to the places of the uploaded text. */
export interface InstrumentedCode {
  /** `(link) => (() => handlers)`; the uploaded text starts on its second line. */
  text: string;
  sourceMap(): SourceMap;
}

/**
 * Turns a module into a script that can be started again and again with fresh module state: imports become constants,
 * exports the returned object, every loop turn is counted and every function entry ticks the clock. What the engine
 * behind APPSYNC_JS does differently from V8, for…of and ==, is handed to the sandbox.
 */
export function instrumentCode(code: string, program: Program, globals: string[]): InstrumentedCode {
  const link = unusedName(code);
  const edited = new MagicString(code);
  const imports: string[] = [];

  full(program, (visited) => {
    const node = visited as AnyNode;
    switch (node.type) {
      case 'ImportDeclaration':
        imports.push(...bindImports(node, link));
        edited.remove(node.start, node.end);
        break;
      case 'ExportNamedDeclaration':
        edited.remove(node.start, node.declaration ? node.declaration.start : node.end);
        break;
      case 'BinaryExpression':
        if (node.operator === '==' || node.operator === '!=') {
          const operator = operatorPlace(code, node.left.end, node.right.start);
          edited.prependRight(node.start, `${node.operator === '!=' ? '!' : ''}${link}.equal(`);
          edited.overwrite(operator, operator + 2, ',');
          edited.appendLeft(node.end, ')');
        }
        break;
      case 'ForOfStatement':
      case 'ForInStatement':
        if (node.type === 'ForOfStatement') {
          edited.prependRight(node.right.start, `${link}.elements(`);
          edited.appendLeft(node.right.end, ')');
        }
        edited.prependRight(node.start, `{let ${link}n=0;`);
        edited.prependRight(node.body.start, `{${link}.turn(${link}n+=1);`);
        edited.appendLeft(node.end, '}}');
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (node.body.type === 'BlockStatement') {
          edited.appendLeft(node.body.start + 1, `${link}.tick();`);
        } else {
          edited.prependRight(node.body.start, `(${link}.tick(),`);
          edited.appendLeft(node.body.end, ')');
        }
    }
  });

  const handlers = exportedHandlers(program);
  const before = [
    `(function(${link}){"use strict";const {${globals.join(',')}}=${link}.globals;`,
    `return function(){${imports.join('')}\n`,
  ].join('');
  const after = `\nreturn {request:${handlers.request},response:${handlers.response}};}})`;
  return {
    text: before + edited.toString() + after,
    sourceMap: () => edited.generateMap({ hires: true }),
  };
}

/** Where == or != stands between its operands, past comments and parentheses. */
function operatorPlace(code: string, from: number, to: number): number {
  const between = code.slice(from, to).replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
  return from + between.search(/[=!]=/);
}

function bindImports(node: ImportDeclaration, link: string): string[] {
  const module = `${link}.modules[${JSON.stringify(node.source.value)}]`;
  return node.specifiers.map((specifier) => {
    if (specifier.type === 'ImportNamespaceSpecifier') {
      return `const ${specifier.local.name}=${module};`;
    }
    const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
    return `const ${specifier.local.name}=${module}[${JSON.stringify(imported)}];`;
  });
}

function unusedName(code: string): string {
  let name = '$appsync';
  while (code.includes(name)) {
    name += '$';
  }
  return name;
}
