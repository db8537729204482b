import { join } from 'node:path';
import ts from 'typescript';
import type { ErrorType } from '../../domain/error.ts';

/** One error of the closed list. */
export interface ErrorEntry {
  type: ErrorType;
  /** What it means, as its comment in domain/error.ts says, on one line. */
  meaning: string;
  /** What `errorInfo` holds, as a TypeScript type that refers to no other. */
  info: string;
}

/**
 * Reads the closed list of errors from `ErrorInfos` in domain/error.ts, in its order.
 * @throws Error if an error has no comment, since its meaning is published, or if domain/error.ts does not compile
 */
export function readErrors(projectDir: string): ErrorEntry[] {
  const path = join(projectDir, 'domain/error.ts');
  const program = ts.createProgram([path], {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    types: [],
    allowImportingTsExtensions: true,
  });
  const checker = program.getTypeChecker();
  const list = program
    .getSourceFile(path)
    ?.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'ErrorInfos');
  if (list === undefined) {
    throw new Error('domain/error.ts has no interface ErrorInfos.');
  }
  return checker
    .getTypeAtLocation(list)
    .getProperties()
    .map((property) => {
      const meaning = ts.displayPartsToString(property.getDocumentationComment(checker)).replaceAll(/\s+/g, ' ');
      if (meaning === '') {
        throw new Error(`domain/error.ts does not say what ${property.name} means.`);
      }
      return { type: property.name as ErrorType, meaning, info: typeText(checker, checker.getTypeOfSymbol(property)) };
    });
}

/** Objects are spelled out, as the client package has none of the domain's names. */
function typeText(checker: ts.TypeChecker, type: ts.Type): string {
  if (type.flags & ts.TypeFlags.Any) {
    throw new Error('domain/error.ts names a type that there is not, or any.');
  }
  if (type.isIntersection()) {
    return type.types.map((part) => typeText(checker, part)).join(' & ');
  }
  if (type.isUnion() && !(type.flags & ts.TypeFlags.Boolean)) {
    return type.types.map((part) => typeText(checker, part)).join(' | ');
  }
  const properties = type.flags & ts.TypeFlags.Object ? type.getProperties() : [];
  if (properties.length === 0) {
    return checker.typeToString(type);
  }
  const members = properties.map((property) => {
    const mark = property.flags & ts.SymbolFlags.Optional ? '?' : '';
    return `${property.name}${mark}: ${typeText(checker, checker.getTypeOfSymbol(property))}`;
  });
  return `{ ${members.join('; ')} }`;
}
