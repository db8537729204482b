import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleLambda } from '../bundling/lambdaBundle.ts';
import { namespaceOf } from '../operation/metrics.ts';
import { TRACES_REASON } from '../grantReasons.ts';
import type { ApiStackProps } from './apiStack.ts';
import { promoterAccess } from './tableAccess.ts';

/**
 * The Lambda that does what resolvers cannot: loop. Its timeout lies between its own deadline (request start + 25 s) and
 * AppSync's 30 s, so that its answer is its own.
 */
export class PromoteFromWaitlist extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, { settings, table }: Pick<ApiStackProps, 'settings' | 'table'>) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        table: new PolicyDocument({ statements: promoterAccess(table) }),
        telemetry: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
            new PolicyStatement({
              actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
              resources: ['*'],
            }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: TRACES_REASON,
    });
    this.function = new Function(this, 'Function', {
      description: 'Settles contended registrations and promotes from the waitlist.',
      code: Code.fromAsset(bundleLambda('promoteFromWaitlist')),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(29),
      memorySize: settings.lambdaMemoryMb,
      tracing: Tracing.ACTIVE,
      role: role.withoutPolicyUpdates(),
      logGroup,
      environment: {
        TABLE_NAME: table.tableName,
        POWERTOOLS_SERVICE_NAME: 'promoteFromWaitlist',
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(settings),
        POWERTOOLS_LOG_LEVEL: settings.lambdaLogLevel,
      },
    });
  }
}
