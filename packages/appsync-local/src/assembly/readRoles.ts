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
      trusts: readTrust(properties.AssumeRolePolicyDocument, logicalId),
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

/** What a service may say of the resource for which it assumes a role. Here it says nothing. */
const SOURCE_KEYS = ['aws:sourceaccount', 'aws:sourcearn'];

/** Whether a condition is about the source only, and holds where none is named. */
function holdsWithoutSource([operator, keys]: [string, Record<string, unknown>]): boolean {
  return operator.endsWith('IfExists') && Object.keys(keys).every((key) => SOURCE_KEYS.includes(key.toLowerCase()));
}

/** Services that a trust policy lets assume the role; other principals cannot act here. */
function readTrust(document: unknown, logicalId: string): string[] {
  const statements = [
    (document as { Statement?: TrustStatement | TrustStatement[] } | undefined)?.Statement ?? [],
  ].flat();
  return statements.flatMap(({ Effect: effect, Action: action, Principal: principal, Condition: condition }) => {
    const refused = Object.entries(condition ?? {}).filter((one) => !holdsWithoutSource(one));
    if (refused.length > 0) {
      const operators = refused.map(([operator]) => operator).join(', ');
      throw new AssemblyError(`not emulated: Condition ${operators} in the trust policy of ${logicalId}`);
    }
    if (effect !== 'Allow') {
      throw new AssemblyError(`not emulated: ${String(effect)} in the trust policy of ${logicalId}`);
    }
    return [action].flat().includes('sts:AssumeRole') ? [principal?.Service ?? []].flat() : [];
  });
}
