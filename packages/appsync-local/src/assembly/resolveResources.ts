import { createEvaluator } from './evaluateIntrinsics.ts';
import { nameResource, type LocalNames } from './physical.ts';
import { refuseProperties, treatType } from './resourceTypes.ts';
import { AssemblyError, type Assembly, type Physical, type Stack } from './types.ts';

/** An emulated resource with its intrinsics replaced. */
export interface ResolvedResource {
  logicalId: string;
  type: string;
  stack: Stack;
  properties: Record<string, unknown>;
  physical: Physical;
}

/** Everything in an assembly: what is emulated, and what is passed over ("AWS::X::Y (LogicalId)"). */
export interface ResolvedAssembly {
  resources: ResolvedResource[];
  withoutEffect: string[];
}

/**
 * Resolves every resource of every stack; references between stacks go through their exports.
 * Throws AssemblyError on a type, property or intrinsic that is not emulated, and on a reference that leads nowhere.
 */
export function resolveResources(assembly: Assembly, local: LocalNames): ResolvedAssembly {
  const exports = new Map<string, () => unknown>();
  const resolved: ResolvedAssembly = { resources: [], withoutEffect: [] };
  for (const stack of assembly.stacks) {
    const { evaluate, holds, physicalOf, propertiesOf } = stackResolver(stack, exports, local);
    for (const { Value, Export, Condition } of Object.values(stack.template.Outputs ?? {})) {
      if (Export === undefined || (Condition !== undefined && !holds(Condition))) {
        continue;
      }
      exports.set(String(evaluate(Export.Name)), () => evaluate(Value));
    }
    for (const [logicalId, { Type: type, Condition }] of Object.entries(stack.template.Resources)) {
      if (Condition !== undefined && !holds(Condition)) {
        continue;
      }
      if (treatType(logicalId, type) === 'withoutEffect') {
        resolved.withoutEffect.push(`${type} (${logicalId})`);
        continue;
      }
      const properties = propertiesOf(logicalId);
      refuseProperties(logicalId, type, properties);
      resolved.resources.push({ logicalId, type, stack, properties, physical: physicalOf(logicalId) });
    }
  }
  return resolved;
}

function stackResolver(stack: Stack, exports: Map<string, () => unknown>, local: LocalNames) {
  const physicals = new Map<string, Physical>();
  const resourceOf = (logicalId: string) => {
    const resource = stack.template.Resources[logicalId];
    if (resource === undefined) {
      throw new AssemblyError(`stack ${stack.name} refers to ${logicalId}, which it does not have`);
    }
    return resource;
  };

  const physicalOf = (logicalId: string): Physical => {
    const known = physicals.get(logicalId);
    if (known !== undefined) {
      return known;
    }
    const { Type: type, Properties: properties = {} } = resourceOf(logicalId);
    // Only names are needed here; evaluating everything could run in circles (a policy names its role and the other way
    // round).
    const names = Object.fromEntries(Object.entries(properties).filter(([key]) => /Name$/.test(key)));
    const physical = nameResource(logicalId, type, evaluate(names) as Record<string, unknown>, stack, local);
    physicals.set(logicalId, physical);
    return physical;
  };

  const { evaluate, holds } = createEvaluator(stack, {
    ref: (logicalId) => physicalOf(logicalId).ref,
    getAtt: (logicalId, attribute) => {
      const { Type: type } = resourceOf(logicalId);
      const value = physicalOf(logicalId).attributes[attribute];
      if (value !== undefined) {
        return value;
      }
      if (treatType(logicalId, type) === 'withoutEffect') {
        return `${stack.name}-${logicalId}.${attribute}`;
      }
      throw new AssemblyError(`not emulated: Fn::GetAtt ${logicalId}.${attribute} of ${type}`);
    },
    importValue: (name) => {
      const value = exports.get(name);
      if (value === undefined) {
        throw new AssemblyError(`no stack of the assembly exports ${name}, which ${stack.name} imports`);
      }
      return value();
    },
  });

  const propertiesOf = (logicalId: string) =>
    evaluate(resourceOf(logicalId).Properties ?? {}) as Record<string, unknown>;
  return { evaluate, holds, physicalOf, propertiesOf };
}
