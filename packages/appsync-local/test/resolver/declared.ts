import ts from 'typescript';

/** A documented function and where it is declared. */
export interface Declared {
  /** `util.time.nowISO8601`, `@aws-appsync/utils/dynamodb.get`. */
  path: string;
  group: string;
}

const ROOT_TYPES = 'node_modules/@aws-appsync/utils';

/**
 * Every function of util, runtime, extensions and the dynamodb module, as AWS's type declarations (@aws-appsync/utils)
 * have them.
 */
export function declaredFunctions(): Declared[] {
  const files = [`${ROOT_TYPES}/lib/index.d.ts`, `${ROOT_TYPES}/lib/dynamodb-helpers.d.ts`];
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: true,
    lib: ['lib.es2022.d.ts'],
  });
  const checker = program.getTypeChecker();
  const found: Declared[] = [];
  const visit = (type: ts.Type, path: string, group: string) => {
    if (type.getCallSignatures().length > 0) {
      found.push({ path, group });
    } else {
      for (const member of type.getProperties()) {
        visit(checker.getTypeOfSymbol(member), `${path}.${member.name}`, path);
      }
    }
  };
  const exportsOf = (file: string) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
  for (const symbol of exportsOf(files[0]!)) {
    if (['util', 'runtime', 'extensions'].includes(symbol.name)) {
      visit(checker.getTypeOfSymbol(symbol), symbol.name, symbol.name);
    }
  }
  const module = '@aws-appsync/utils/dynamodb';
  for (const symbol of exportsOf(files[1]!)) {
    if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) {
      visit(checker.getTypeOfSymbol(symbol), `${module}.${symbol.name}`, module);
    }
  }
  return found;
}
