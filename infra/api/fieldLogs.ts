import { RemovalPolicy } from 'aws-cdk-lib';
import type { CfnGraphQLApi, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StageSettings } from '../stage.ts';
import { trustedService } from '../trustedService.ts';

/**
 * Logs of failing fields, without arguments, headers or results (personal data and tokens). The log group and its role
 * are made here because the construct library would add a custom resource and its Lambda just to set the retention, and
 * a role that may write to any log group.
 * @returns the log group and the API's log configuration
 */
export function addFieldLogs(
  api: GraphqlApi,
  settings: StageSettings,
): { logGroup: LogGroup; logConfig: CfnGraphQLApi.LogConfigProperty } {
  const logGroup = new LogGroup(api, 'FieldLogs', {
    logGroupName: `/aws/appsync/apis/${api.apiId}`,
    retention: settings.logRetention,
    removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const role = new Role(api, 'FieldLogsRole', { assumedBy: trustedService(api, 'appsync') });
  // A policy of its own, because the API needs the role before the log group can be named after the API.
  new Policy(api, 'FieldLogsPolicy', {
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ],
  });
  const logConfig = {
    cloudWatchLogsRoleArn: role.roleArn,
    fieldLogLevel: settings.fieldLogLevel,
    excludeVerboseContent: true,
  };
  return { logGroup, logConfig };
}
