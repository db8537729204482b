import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage.ts';
import { Operation } from '../operation/operation.ts';
import { wireResolvers } from '../wiring/wireResolvers.ts';
import { addDataSources } from './dataSources.ts';
import { EventApi } from './eventApi.ts';
import { Firewall } from './firewall.ts';
import { PromoteFromWaitlist } from './promoteFromWaitlist.ts';
import { PublishChanges } from './publishChanges.ts';

export interface ApiStackProps extends StackProps {
  settings: StageSettings;
  nowEpochMs: number;
  table: ITable;
  userPool: IUserPool;
  userPoolClient: IUserPoolClient;
}

/**
 * The GraphQL API with its data sources, resolvers and Lambda: everything that can be built again from this repository.
 */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const api = new EventApi(this, 'EventApi', props);
    const promoteFromWaitlist = new PromoteFromWaitlist(this, 'PromoteFromWaitlist', props);
    const sources = addDataSources(this, {
      api,
      table: props.table,
      promoteFromWaitlist: promoteFromWaitlist.function,
    });
    wireResolvers(this, api, sources);
    const publishChanges = new PublishChanges(this, 'PublishChanges', {
      ...props,
      api,
      promoteFromWaitlist: promoteFromWaitlist.function,
    });
    if (props.settings.hasFirewall) {
      new Firewall(this, 'Firewall', { apiArn: api.arn });
    }
    if (props.settings.isWatched) {
      const functions = { promoteFromWaitlist: promoteFromWaitlist.function, publishChanges: publishChanges.function };
      new Operation(this, 'Operation', { ...props, api, ...functions, deadLetters: publishChanges.deadLetters });
    }

    const outputs = {
      ApiUrl: api.graphqlUrl,
      RealtimeUrl: api.realtimeUrl,
      ApiKey: api.apiKey ?? '',
      Region: this.region,
      TableName: props.table.tableName,
      UserPoolId: props.userPool.userPoolId,
      UserPoolClientId: props.userPoolClient.userPoolClientId,
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value });
    }
  }
}
