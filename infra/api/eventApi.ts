import { CfnParameter, Stack, Validations, type Expiration } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Definition,
  GraphqlApi,
  UserPoolDefaultAction,
  type AuthorizationConfig,
  type CfnApiKey,
  type CfnGraphQLApi,
  type UserPoolConfig,
} from 'aws-cdk-lib/aws-appsync';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { PoolAndClient } from '../data/identities.ts';
import { SCHEMA_FILE } from '../paths.ts';
import type { StageSettings } from '../stage.ts';
import { apiKeyExpiry } from './apiKeyExpiry.ts';
import { addFieldLogs } from './fieldLogs.ts';

/** The introspection query of common tools has 14 levels; the deepest useful selection of this schema has 6. */
const MAX_QUERY_DEPTH = 15;

/**
 * The largest query of client, example and documentation has 201: a full page, and the reader's registration and
 * standing of each item, which the page has read (test/infra/resolverLimit.test.ts). Others may each be a reading that
 * somebody pays for, so there is little above.
 */
const MAX_RESOLVERS_PER_REQUEST = 240;

export interface EventApiProps {
  settings: StageSettings;
  /** When the app is synthesised: the expiry of a new API key is counted from it. */
  nowEpochMs: number;
  table: ITable;
  people: PoolAndClient;
  /** Whose tokens are taken as well; null where nobody is from before ids were generated. */
  formerPeople: PoolAndClient | null;
}

/** The GraphQL API: user pool by default, IAM for backends, an API key for public reading. */
export class EventApi extends GraphqlApi {
  /** Where subscriptions connect (`wss://…/graphql`). */
  readonly realtimeUrl: string;
  readonly fieldLogs: LogGroup;
  /** When the API key ends, in epoch seconds, as the stack knows it. */
  readonly apiKeyExpires: string;

  constructor(scope: Construct, id: string, props: EventApiProps) {
    const { settings, table, nowEpochMs } = props;
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
    this.apiKeyExpires = this.#fixExpiry(apiKeyExpiry(nowEpochMs, settings.apiKeyDays));
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-ASC3',
      reason:
        'Failing fields are logged; verbose content would log personal data and tokens (docs/reference/appsync.md#logs).',
    });
  }

  /**
   * Gives the API key its end by a parameter of the stack, whose default counts for a new stack only: a later
   * deployment keeps the value of the one before (`cdk deploy`, option `--previous-parameters`). So no deployment
   * changes the key, and none that is rolled back sets an end that is past by then. AppSync would refuse that, and the
   * stack would be left in UPDATE_ROLLBACK_FAILED.
   */
  #fixExpiry(expiry: Expiration): string {
    const { valueAsNumber, valueAsString } = new CfnParameter(Stack.of(this), 'ApiKeyExpires', {
      type: 'Number',
      default: expiry.toEpoch(),
      description: 'When the public API key ends, in epoch seconds (docs/runbook.md#apikeyexpires).',
    });
    (this.node.findChild('DefaultApiKey') as CfnApiKey).expires = valueAsNumber;
    return valueAsString;
  }
}

function authorizationOf({ people, formerPeople }: EventApiProps): AuthorizationConfig {
  return {
    defaultAuthorization: {
      authorizationType: AuthorizationType.USER_POOL,
      userPoolConfig: { ...tokensOf(people), defaultAction: UserPoolDefaultAction.ALLOW },
    },
    additionalAuthorizationModes: [
      { authorizationType: AuthorizationType.IAM },
      {
        authorizationType: AuthorizationType.API_KEY,
        apiKeyConfig: {
          description: 'Public reading of events.',
        },
      },
      ...(formerPeople === null
        ? []
        : [{ authorizationType: AuthorizationType.USER_POOL, userPoolConfig: tokensOf(formerPeople) }]),
    ],
  };
}

/** Tokens that the pool issues to other applications are refused. */
function tokensOf({ userPool, client }: PoolAndClient): UserPoolConfig {
  return { userPool, appIdClientRegex: `^${client.userPoolClientId}$` };
}
