import { readBlueprint } from 'appsync-local';

/** The assembly has no resolver or step of that name. */
export class NoSuchResolver extends Error {
  override readonly name = 'NoSuchResolver';
}

/** Bundled code, and the JSON text of its source map if there is one. */
export interface MappedCode {
  code: string;
  sourceMap?: string;
}

/**
 * The code that would be uploaded for a resolver (`Query.getEvent`) or a step of one
 * (`Mutation.registerForEvent/2.reserveSeat`). Throws NoSuchResolver, which names what there is, if the assembly does
 * not have it.
 */
export function bundledCode(name: string, assemblyDir: string): MappedCode {
  const { resolvers, functions } = readBlueprint(assemblyDir).api;
  const [coordinate, step] = name.split('/');
  const byCoordinate = new Map(resolvers.map((one) => [`${one.typeName}.${one.fieldName}`, one]));
  const resolver = byCoordinate.get(coordinate ?? '');
  if (resolver === undefined) {
    throw new NoSuchResolver(`There is no resolver ${coordinate}; there are ${[...byCoordinate.keys()].join(', ')}.`);
  }
  if (step === undefined) {
    return mapped(resolver);
  }
  const steps = (resolver.kind === 'PIPELINE' ? resolver.functionIds : []).map((id, index) => {
    const found = functions.find((one) => one.id === id);
    return { step: `${index + 1}.${found?.name.split('_').at(-1)}`, ...mapped({ code: '', ...found }) };
  });
  const found = steps.find((one) => one.step === step);
  if (found === undefined) {
    throw new NoSuchResolver(
      `${coordinate} has no step ${step}; it has ${steps.map((one) => one.step).join(', ') || 'none'}.`,
    );
  }
  return mapped(found);
}

function mapped({ code, sourceMap }: MappedCode): MappedCode {
  return { code, ...(sourceMap !== undefined && { sourceMap }) };
}
