import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import type { ErrorType } from '../../domain/error.ts';
import { handlerFilesOf, type ResolverFile } from '../../infra/wiring/resolverFile.ts';
import { ROOT, readSource } from '../architecture/sourceFiles.ts';

/** Declarations of a file by name, and where its imports and re-exports come from. */
interface Module {
  declarations: Map<string, ts.Node>;
  imports: Map<string, { file: string; name: string }>;
}

const ERROR_FILE = 'domain/error.ts';
/** It passes on a failure that somebody else has made. */
const PASSES_ON = 'resolvers/shared/raise.ts raise';
const modules = new Map<string, Module>();

/**
 * The errors that a field can answer as far as its code shows: every constructor of domain/error.ts that is reachable
 * from its handlers through the functions they name, in resolvers, domain, and the operation of the Lambda that they
 * invoke.
 * @param takesToken whether the field has an argument nextToken; without one no token can be refused
 */
export function raisableErrors(resolver: ResolverFile, takesToken: boolean): Set<ErrorType> {
  const found = new Set<ErrorType>();
  const visited = new Set<string>();
  const visit = (file: string, name: string): void => {
    const place = `${file} ${name}`;
    if (visited.has(place) || (name === 'invalidNextToken' && !takesToken)) {
      return;
    }
    visited.add(place);
    const { declarations, imports } = moduleOf(file);
    const imported = imports.get(name);
    if (imported !== undefined) {
      return visit(imported.file, imported.name);
    }
    const declaration = declarations.get(name);
    if (declaration !== undefined) {
      walk(file, place, declaration);
    }
  };
  const walk = (file: string, place: string, node: ts.Node): void => {
    if (file === ERROR_FILE && ts.isPropertyAssignment(node) && node.name.getText() === 'errorType') {
      found.add(textOf(node.initializer) as ErrorType);
    }
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'util.unauthorized' && place !== PASSES_ON) {
      found.add('Unauthorized');
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'operation' && ts.isStringLiteral(node.initializer)) {
      const lambdaFile = `lambda/promoteFromWaitlist/${node.initializer.text}.ts`;
      if (existsSync(`${ROOT}${lambdaFile}`)) {
        visit(lambdaFile, node.initializer.text);
      }
    }
    if (ts.isIdentifier(node)) {
      visit(file, node.text);
    } else if (!ts.isTypeNode(node)) {
      ts.forEachChild(node, (child) => walk(file, place, child));
    }
  };
  for (const { file } of handlerFilesOf([resolver])) {
    visit(`resolvers/${file}`, 'request');
    visit(`resolvers/${file}`, 'response');
  }
  return found;
}

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known !== undefined) {
    return known;
  }
  const module: Module = { declarations: new Map(), imports: new Map() };
  for (const statement of readSource(file).syntax.statements) {
    readStatement(module, file, statement);
  }
  modules.set(file, module);
  return module;
}

function readStatement({ declarations, imports }: Module, file: string, statement: ts.Statement): void {
  const from = (specifier: ts.Expression | undefined) => posix.join(posix.dirname(file), textOf(specifier));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    declarations.set(statement.name?.text ?? '', statement);
  } else if (ts.isVariableStatement(statement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer) {
        declarations.set(name.getText(), initializer);
      }
    }
  } else if (ts.isImportDeclaration(statement) && textOf(statement.moduleSpecifier).startsWith('.')) {
    const names = statement.importClause?.namedBindings;
    if (names !== undefined && ts.isNamedImports(names)) {
      for (const { name, propertyName } of names.elements) {
        imports.set(name.text, { file: from(statement.moduleSpecifier), name: (propertyName ?? name).text });
      }
    }
  } else if (
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  ) {
    for (const { name, propertyName } of statement.exportClause.elements) {
      imports.set(name.text, { file: from(statement.moduleSpecifier), name: (propertyName ?? name).text });
    }
  }
}

function textOf(node: ts.Expression | undefined): string {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : '';
}
