import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/**
 * What must never be replaced by accident, with the properties whose change makes CloudFormation replace it
 * (CloudFormation Template Reference, "Update requires: Replacement" of each type): people's data, their accounts, and
 * the address and key that clients know.
 */
const REPLACED_BY: Record<string, string[]> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
  'AWS::Cognito::UserPool': ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration', 'Schema'],
  'AWS::Cognito::UserPoolClient': ['UserPoolId', 'GenerateSecret'],
  'AWS::Cognito::UserPoolGroup': ['UserPoolId', 'GroupName'],
  'AWS::AppSync::GraphQLApi': ['ApiType', 'Visibility'],
  'AWS::AppSync::ApiKey': ['ApiId', 'ApiKeyId'],
};

/** A table whose items live for seconds: whoever loses it has lost nothing. */
const FLEETING = 'LaneTable';

/** Of a stack: its name, and of each durable resource the logical id, type and what its replacement depends on. */
export function durableParts(stack: Stack): { name: string; resources: Record<string, Record<string, unknown>> } {
  return {
    name: stack.stackName,
    resources: durableResources(Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> }),
  };
}

/** The durable resources of a template. */
export function durableResources({
  Resources,
}: {
  Resources: Record<string, Resource>;
}): Record<string, Record<string, unknown>> {
  const durable = Object.entries(Resources).filter(
    ([logicalId, { Type }]) => Type in REPLACED_BY && !logicalId.startsWith(FLEETING),
  );
  return Object.fromEntries(
    durable.map(([logicalId, { Type, Properties }]) => {
      const kept = (REPLACED_BY[Type] ?? [])
        .filter((name) => name in Properties)
        .map((name) => [name, Properties[name]]);
      return [logicalId, { Type, ...Object.fromEntries(kept), ...keyTypes(Properties) }];
    }),
  );
}

/** Types of a table's own key attributes; those of indexes may change with their index. */
function keyTypes({ KeySchema = [], AttributeDefinitions = [] }: Record<string, unknown>): Record<string, unknown> {
  const keys = (KeySchema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);
  const types = (AttributeDefinitions as { AttributeName: string; AttributeType: string }[]).filter(
    ({ AttributeName }) => keys.includes(AttributeName),
  );
  return keys.length === 0
    ? {}
    : { keyTypes: types.map(({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`) };
}
