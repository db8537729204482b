import { Validations } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Definition,
  GraphqlApi,
  UserPoolDefaultAction,
  type AuthorizationConfig,
  type CfnGraphQLApi,
} from 'aws-cdk-lib/aws-appsync';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { SCHEMA_FILE } from '../paths.ts';
import type { StageSettings } from '../stage.ts';
import { apiKeyExpiry } from './apiKeyExpiry.ts';
import { addFieldLogs } from './fieldLogs.ts';

/** The introspection query of common tools has 14 levels; the deepest useful selection of this schema has 6. */
const MAX_QUERY_DEPTH = 15;

/**
 * The largest query of client, example and documentation has 101: a full page, and the reader's registration of each
 * item (test/infra/resolverLimit.test.ts). Each may be a reading that somebody pays for, so there is little above.
 */
const MAX_RESOLVERS_PER_REQUEST = 120;

export interface EventApiProps {
  settings: StageSettings;
  /** When the app is synthesised: the API key's expiry is counted from it. */
  nowEpochMs: number;
  table: ITable;
  userPool: IUserPool;
  userPoolClient: IUserPoolClient;
}

/** The GraphQL API: user pool by default, IAM for backends, an API key for public reading. */
export class EventApi extends GraphqlApi {
  /** Where subscriptions connect (`wss://…/graphql`). */
  readonly realtimeUrl: string;
  readonly fieldLogs: LogGroup;

  constructor(scope: Construct, id: string, props: EventApiProps) {
    const { settings, table } = props;
    super(scope, id, {
      name: `event-registration-${settings.stage}`,
      definition: Definition.fromFile(SCHEMA_FILE),
      authorizationConfig: authorizationOf(props),
      introspectionConfig: settings.introspection,
      queryDepthLimit: MAX_QUERY_DEPTH,
      resolverCountLimit: MAX_RESOLVERS_PER_REQUEST,
      xrayEnabled: true,
      environmentVariables: { TABLE_NAME: table.tableName },
    });
    const api = this.node.defaultChild as CfnGraphQLApi;
    this.realtimeUrl = api.attrRealtimeUrl;
    const { logGroup, logConfig } = addFieldLogs(this, settings);
    this.fieldLogs = logGroup;
    api.logConfig = logConfig;
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-ASC3',
      reason:
        'Failing fields are logged; verbose content would log personal data and tokens (docs/reference/appsync.md#logs).',
    });
  }
}

function authorizationOf({ settings, nowEpochMs, userPool, userPoolClient }: EventApiProps): AuthorizationConfig {
  return {
    defaultAuthorization: {
      authorizationType: AuthorizationType.USER_POOL,
      userPoolConfig: {
        userPool,
        // Tokens that the pool issues to other applications are refused.
        appIdClientRegex: `^${userPoolClient.userPoolClientId}$`,
        defaultAction: UserPoolDefaultAction.ALLOW,
      },
    },
    additionalAuthorizationModes: [
      { authorizationType: AuthorizationType.IAM },
      {
        authorizationType: AuthorizationType.API_KEY,
        apiKeyConfig: {
          description: 'Public reading of events.',
          expires: apiKeyExpiry(nowEpochMs, settings.apiKeyDays),
        },
      },
    ],
  };
}
