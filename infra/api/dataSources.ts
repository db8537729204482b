import { DynamoDbDataSource, LambdaDataSource, NoneDataSource, type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { trustedService } from '../trustedService.ts';
import type { DataSources } from '../wiring/wireResolvers.ts';
import { askerAccess, readerAccess, writerAccess } from './tableAccess.ts';

/** The data sources that resolver files choose by their names, each acting under a role of its own. */
export function addDataSources(
  scope: Construct,
  {
    api,
    table,
    laneTable,
    promoteFromWaitlist,
    settle,
  }: { api: GraphqlApi; table: ITable; laneTable: ITable; promoteFromWaitlist: IFunction; settle: IFunction },
): DataSources {
  return {
    TableWriter: new DynamoDbDataSource(scope, 'TableWriter', {
      api,
      table,
      serviceRole: roleFor(scope, 'TableWriter', writerAccess(table)),
    }),
    TableReader: new DynamoDbDataSource(scope, 'TableReader', {
      api,
      table,
      serviceRole: roleFor(scope, 'TableReader', readerAccess(table)),
    }),
    LaneWriter: new DynamoDbDataSource(scope, 'LaneWriter', {
      api,
      table: laneTable,
      serviceRole: roleFor(scope, 'LaneWriter', askerAccess(laneTable)),
    }),
    None: new NoneDataSource(scope, 'None', { api }),
    PromoteFromWaitlist: new LambdaDataSource(scope, 'PromoteFromWaitlistSource', {
      api,
      name: 'PromoteFromWaitlist',
      lambdaFunction: promoteFromWaitlist,
      serviceRole: roleFor(scope, 'PromoteFromWaitlistSource', invokerAccess(promoteFromWaitlist)),
    }),
    Settle: new LambdaDataSource(scope, 'SettleSource', {
      api,
      name: 'Settle',
      lambdaFunction: settle,
      serviceRole: roleFor(scope, 'SettleSource', invokerAccess(settle)),
    }),
  };
}

function invokerAccess(lambda: IFunction): PolicyStatement[] {
  return [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] })];
}

/** A role that the constructs using it cannot widen: their own grants are far broader than what we use. */
function roleFor(scope: Construct, source: string, statements: PolicyStatement[]): IRole {
  return new Role(scope, `${source}Role`, {
    assumedBy: trustedService(scope, 'appsync'),
    inlinePolicies: { access: new PolicyDocument({ statements }) },
  }).withoutPolicyUpdates();
}
