import { fileURLToPath } from 'node:url';
import { Validations } from 'aws-cdk-lib';
import type { CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync';
import { AuthorizationType, Definition, GraphqlApi, UserPoolDefaultAction } from 'aws-cdk-lib/aws-appsync';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { apiKeyExpiry } from './apiKeyExpiry.ts';
import { addFieldLogs } from './fieldLogs.ts';
import type { ApiStackProps } from './apiStack.ts';

/** The schema that is deployed and that resolver files are checked against. */
export const SCHEMA_FILE = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

/** Enough for the introspection query of common tools (14 levels); the deepest useful selection of ours has 6. */
const QUERY_DEPTH_LIMIT = 15;

/** A full page of 100 with two resolvers for each item, several times over. */
const RESOLVER_COUNT_LIMIT = 1_000;

/** The GraphQL API: user pool by default, IAM for backends, an API key for public reading. */
export class EventApi extends GraphqlApi {
  /** Where subscriptions connect (`wss://…/graphql`). */
  readonly realtimeUrl: string;
  readonly fieldLogs: LogGroup;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, {
      name: `event-registration-${props.settings.stage}`,
      definition: Definition.fromFile(SCHEMA_FILE),
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.USER_POOL,
          userPoolConfig: {
            userPool: props.userPool,
            // Other applications of the same pool get no access by their tokens.
            appIdClientRegex: `^${props.userPoolClient.userPoolClientId}$`,
            defaultAction: UserPoolDefaultAction.ALLOW,
          },
        },
        additionalAuthorizationModes: [
          { authorizationType: AuthorizationType.IAM },
          {
            authorizationType: AuthorizationType.API_KEY,
            apiKeyConfig: {
              description: 'Public reading of events.',
              expires: apiKeyExpiry(props.nowEpochMs, props.settings.apiKeyDays),
            },
          },
        ],
      },
      introspectionConfig: props.settings.introspection,
      queryDepthLimit: QUERY_DEPTH_LIMIT,
      resolverCountLimit: RESOLVER_COUNT_LIMIT,
      xrayEnabled: true,
      environmentVariables: { TABLE_NAME: props.table.tableName },
    });
    const api = this.node.defaultChild as CfnGraphQLApi;
    this.realtimeUrl = api.attrRealtimeUrl;
    const { logGroup, logConfig } = addFieldLogs(this, props.settings);
    this.fieldLogs = logGroup;
    api.logConfig = logConfig;
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-ASC3',
      reason:
        'Failing fields are logged; verbose content would log personal data and tokens (reference appsync 16.32).',
    });
  }
}
