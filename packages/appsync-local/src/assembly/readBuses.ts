import type { BusBlueprint, RuleBlueprint } from './blueprint.ts';
import type { ResolvedResource } from './resolveResources.ts';
import { AssemblyError } from './types.ts';

/** The event buses of an assembly. */
export function readBuses(resources: ResolvedResource[]): BusBlueprint[] {
  return resources
    .filter(({ type }) => type === 'AWS::Events::EventBus')
    .map(({ physical }) => ({ name: physical.ref, arn: physical.attributes.Arn ?? '' }));
}

/**
 * The rules that hand events of those buses to functions; disabled ones are left out, and so are schedules, which never
 * come round here. Throws AssemblyError for a rule of another bus, and for a target that is no function of the assembly
 * or has settings of its own.
 */
export function readRules(resources: ResolvedResource[], buses: BusBlueprint[]): RuleBlueprint[] {
  return resources
    .filter(
      ({ type, properties }) =>
        type === 'AWS::Events::Rule' && properties.EventPattern !== undefined && properties.State !== 'DISABLED',
    )
    .map(({ logicalId, properties }) => {
      const named = String(properties.EventBusName ?? 'default');
      const bus = buses.find(({ name, arn }) => [name, arn].includes(named));
      if (bus === undefined) {
        throw new AssemblyError(`not emulated: the EventBusName of ${logicalId}, which is no bus of the assembly`);
      }
      const targets = (properties.Targets ?? []) as Record<string, unknown>[];
      return {
        logicalId,
        busArn: bus.arn,
        pattern: patternOf(properties.EventPattern),
        functionArns: targets.map((target) => functionArnOf(logicalId, target, resources)),
      };
    });
}

function patternOf(pattern: unknown): unknown {
  return typeof pattern === 'string' ? (JSON.parse(pattern) as unknown) : pattern;
}

function functionArnOf(logicalId: string, target: Record<string, unknown>, resources: ResolvedResource[]): string {
  const further = Object.keys(target).find((name) => name !== 'Arn' && name !== 'Id');
  if (further !== undefined) {
    throw new AssemblyError(`not emulated: AWS::Events::Rule.Targets.${further} (${logicalId})`);
  }
  const found = resources.find(
    ({ type, physical }) => type === 'AWS::Lambda::Function' && physical.attributes.Arn === target.Arn,
  );
  if (found === undefined) {
    throw new AssemblyError(
      `not emulated: a target of ${logicalId}, which is no AWS::Lambda::Function of the assembly`,
    );
  }
  return String(target.Arn);
}
