import { isObjectType, type ConstDirectiveNode, type GraphQLSchema, type ListValueNode } from 'graphql';
import type { AuthMode, AuthProvider } from '../assembly/blueprint.ts';
import type { GraphqlPermissions } from './graphqlPermissions.ts';
import type { Caller } from '../auth/caller.ts';

/** Who may read a field: each mode with the groups of which one is needed, or null for everyone of that mode. */
type Rule = Map<AuthMode, readonly string[] | null>;

const MODE_DIRECTIVES: Record<string, AuthMode> = {
  aws_api_key: 'API_KEY',
  aws_iam: 'AWS_IAM',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
};

/** Other modes' directives: they take the default away all the same, but nobody can satisfy them here. */
const FOREIGN_DIRECTIVES = new Set(['aws_oidc', 'aws_lambda']);

/**
 * The directive rules of docs/reference/appsync.md#directives, worked out once for every field of every object type.
 * The answer tells whether a caller may see `Type.field`; it is asked before the field's resolver runs.
 */
export function createFieldRules(
  schema: GraphQLSchema,
  providers: [AuthProvider, ...AuthProvider[]],
  { isForbidden }: Pick<GraphqlPermissions, 'isForbidden'>,
) {
  const [{ mode: defaultMode, defaultAction }] = providers;
  const cognitoOnly = providers.length === 1 && defaultMode === 'AMAZON_COGNITO_USER_POOLS';
  const defaultRule: Rule = new Map([[defaultMode, null]]);
  const rules = new Map<string, Rule>();

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) {
      continue;
    }
    const typeRule = ruleOf(type.astNode?.directives ?? [], false);
    for (const field of Object.values(type.getFields())) {
      const rule = ruleOf(field.astNode?.directives ?? [], cognitoOnly) ?? typeRule ?? defaultRule;
      rules.set(`${type.name}.${field.name}`, rule);
    }
  }

  return (caller: Caller, typeName: string, fieldName: string): boolean => {
    const groups = rules.get(`${typeName}.${fieldName}`)?.get(caller.mode);
    if (groups === undefined || isForbidden(caller, typeName, fieldName)) {
      return false;
    }
    if (groups !== null) {
      return groups.some((group) => caller.groups.includes(group));
    }
    // With DENY, a Cognito user passes only where a group of theirs is named.
    return !(defaultAction === 'DENY' && caller.mode === 'AMAZON_COGNITO_USER_POOLS');
  };
}

/** The rule that an element's directives make together (OR), or undefined when it has none. */
function ruleOf(directives: readonly ConstDirectiveNode[], withAwsAuth: boolean): Rule | undefined {
  const rule: Rule = new Map();
  let isRestricted = false;
  for (const directive of directives) {
    const name = directive.name.value;
    const mode =
      MODE_DIRECTIVES[name] ?? (withAwsAuth && name === 'aws_auth' ? 'AMAZON_COGNITO_USER_POOLS' : undefined);
    if (mode !== undefined) {
      rule.set(mode, groupsOf(directive));
    }
    isRestricted ||= mode !== undefined || FOREIGN_DIRECTIVES.has(name);
  }
  return isRestricted ? rule : undefined;
}

function groupsOf(directive: ConstDirectiveNode): readonly string[] | null {
  const argument = directive.arguments?.find(({ name }) => name.value === 'cognito_groups');
  if (argument === undefined || argument.value.kind === 'NullValue') {
    return null;
  }
  const values = argument.value.kind === 'ListValue' ? (argument.value as ListValueNode).values : [argument.value];
  return values.flatMap((value) => (value.kind === 'StringValue' ? [value.value] : []));
}
