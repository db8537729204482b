import type { RoleBlueprint } from './blueprint.ts';
import type { ResolvedResource } from './resolveResources.ts';
import { AssemblyError } from './types.ts';
import { readStatements } from './statement.ts';

/**
 * Reads the roles of an assembly with their inline policies, those attached by `AWS::IAM::Policy`, and managed ones of
 * the assembly. Throws AssemblyError for a policy that AWS manages, whose text is not here, and for whatever
 * readStatements refuses.
 */
export function readRoles(resources: ResolvedResource[]): RoleBlueprint[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const attached = [...ofType('AWS::IAM::Policy'), ...ofType('AWS::IAM::ManagedPolicy')];
  const managed = new Map(ofType('AWS::IAM::ManagedPolicy').map((policy) => [policy.physical.ref, policy]));
  return ofType('AWS::IAM::Role').map(({ logicalId, physical, properties, stack }) => {
    const inline = [properties.Policies ?? []].flat() as { PolicyDocument: unknown }[];
    const byArn = ((properties.ManagedPolicyArns ?? []) as string[]).map((arn) => {
      const policy = managed.get(arn);
      if (policy === undefined) {
        throw new AssemblyError(
          `not emulated: the managed policy ${arn} of ${logicalId}, which the assembly does not have`,
        );
      }
      return policy;
    });
    const named = attached.filter((policy) => ((policy.properties.Roles ?? []) as unknown[]).includes(physical.ref));
    const documents = [
      ...inline.map((policy) => policy.PolicyDocument),
      ...[...byArn, ...named].map((policy) => policy.properties.PolicyDocument),
    ];
    return {
      logicalId,
      name: physical.ref,
      arn: physical.attributes.Arn ?? '',
      id: physical.attributes.RoleId ?? '',
      accountId: stack.accountId,
      trusts: readTrust(properties.AssumeRolePolicyDocument, logicalId, stack),
      statements: documents.flatMap((document) => readStatements(document, logicalId)),
    };
  });
}

interface TrustStatement {
  Effect?: unknown;
  Action?: unknown;
  Principal?: { Service?: string | string[] };
  Condition?: Record<string, Record<string, unknown>>;
}

/** Services that a trust policy lets assume the role; other principals cannot act here. */
function readTrust(document: unknown, logicalId: string, stack: ResolvedResource['stack']): string[] {
  const statements = [
    (document as { Statement?: TrustStatement | TrustStatement[] } | undefined)?.Statement ?? [],
  ].flat();
  return statements.flatMap(({ Effect: effect, Action: action, Principal: principal, Condition: condition }) => {
    if (effect !== 'Allow') {
      throw new AssemblyError(`not emulated: ${String(effect)} in the trust policy of ${logicalId}`);
    }
    const services = [action].flat().includes('sts:AssumeRole') ? [principal?.Service ?? []].flat() : [];
    const demands = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => ({ name: `${operator} ${key}`, values: [value].flat().map(String) })),
    );
    const unknown = demands.filter(({ name }) => SOURCE_CONDITIONS[name] === undefined).map(({ name }) => name);
    if (unknown.length > 0) {
      throw new AssemblyError(`not emulated: Condition ${unknown.join(', ')} in the trust policy of ${logicalId}`);
    }
    return services.filter((service) =>
      demands.every(({ name, values }) => values.some((value) => SOURCE_CONDITIONS[name]?.(value, service, stack))),
    );
  });
}

type SourceCondition = (value: string, service: string, stack: ResolvedResource['stack']) => boolean;

const isOwnAccount: SourceCondition = (value, _service, { accountId }) => value === accountId;

/** What comes before the resource is judged: services here act for resources of the one account and region only. */
const isOwnArn: SourceCondition = (value, service, { accountId, region }) => {
  const own = ['arn', 'aws', service.split('.')[0], region, accountId];
  const parts = value.split(':');
  return own.every((part, index) => parts[index] === part || parts[index] === '*');
};

/** The conditions that are judged: for whom a service assumes the role, which it always says here. */
const SOURCE_CONDITIONS: Record<string, SourceCondition> = {
  'StringEquals aws:SourceAccount': isOwnAccount,
  'StringEqualsIfExists aws:SourceAccount': isOwnAccount,
  'ArnLike aws:SourceArn': isOwnArn,
  'ArnLikeIfExists aws:SourceArn': isOwnArn,
};
