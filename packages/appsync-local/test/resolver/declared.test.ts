import { describe, expect, it } from 'vitest';
import { notEmulated } from '../../src/resolver/notEmulated.ts';
import { sandbox, type Names } from '../../src/resolver/sandbox.ts';
import { declaredFunctions } from './declared.ts';

/** Whether resolver code finds the function. */
function isThere(path: string): boolean {
  const [module] = /^@aws-appsync\/utils\/dynamodb/.exec(path) ?? [];
  const names = path.slice(module === undefined ? 0 : module.length + 1).split('.');
  let at: Names | true | undefined = module === undefined ? sandbox.globals : sandbox.modules[module];
  for (const name of names) {
    at = at === true || at === undefined ? undefined : at[name];
  }
  return at === true;
}

describe('the functions that @aws-appsync/utils declares', () => {
  const declared = declaredFunctions().map(({ path }) => path);

  it('are all emulated, or refused by name with a reason', () => {
    expect(declared.length).toBeGreaterThan(70);
    expect(declared.filter((path) => !isThere(path)).sort()).toEqual(
      declared.filter((path) => notEmulated[path] !== undefined).sort(),
    );
  });

  it('are all that is refused by name, besides whole modules', () => {
    const modules = ['@aws-appsync/utils/rds', '@aws-appsync/utils/ai'];
    expect(Object.keys(notEmulated).filter((path) => !declared.includes(path) && !modules.includes(path))).toEqual([]);
  });

  it('are all that util, runtime, extensions and the module offer', () => {
    const leaves = (names: Names | true, path: string): string[] =>
      names === true ? [path] : Object.entries(names).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
    const module = '@aws-appsync/utils/dynamodb';
    const offered = [
      ...['util', 'runtime', 'extensions'].flatMap((name) => leaves(sandbox.globals[name]!, name)),
      ...leaves(sandbox.modules[module]!, module),
    ];
    expect(offered.filter((path) => !declared.includes(path))).toEqual([]);
  });
});
