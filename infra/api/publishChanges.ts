import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Architecture, Code, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundleLambda } from '../bundling/lambdaBundle.ts';
import { namespaceOf } from '../operation/metrics.ts';
import { TRACES_REASON } from '../grantReasons.ts';
import type { ApiStackProps } from './apiStack.ts';
import { ChangeStream } from './changeStream.ts';

/** The mutations that it may call, and nobody else's role in this app. */
const PUBLISH_FIELDS = ['publishEventChange', 'publishWaitlistChange', 'publishRegistrationChange'];

export interface PublishChangesProps extends Pick<ApiStackProps, 'settings' | 'table'> {
  api: GraphqlApi;
  promoteFromWaitlist: IFunction;
}

/**
 * The Lambda on the table's stream that announces what has been committed, and has healed what must be. Its timeout leaves
 * room for a batch and one healing, which takes up to 25 s. To be made after the resolvers, on which it depends.
 */
export class PublishChanges extends Construct {
  readonly function: Function;
  /** Changes that were given up. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, table, api, promoteFromWaitlist }: PublishChangesProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const stream = new ChangeStream(this, 'Stream', { table });
    this.deadLetters = stream.deadLetters;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        stream: new PolicyDocument({ statements: stream.access }),
        work: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['appsync:GraphQL'],
              resources: PUBLISH_FIELDS.map((field) => `${api.arn}/types/Mutation/fields/${field}`),
            }),
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [promoteFromWaitlist.functionArn] }),
          ],
        }),
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
      description: 'Announces committed changes to subscribers and heals events with free seats beside people waiting.',
      code: Code.fromAsset(bundleLambda('publishChanges')),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(60),
      memorySize: settings.lambdaMemoryMb,
      tracing: Tracing.ACTIVE,
      role: role.withoutPolicyUpdates(),
      logGroup,
      environment: {
        GRAPHQL_URL: api.graphqlUrl,
        PROMOTE_FUNCTION_NAME: promoteFromWaitlist.functionName,
        POWERTOOLS_SERVICE_NAME: 'publishChanges',
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(settings),
        POWERTOOLS_LOG_LEVEL: settings.lambdaLogLevel,
      },
    });
    stream.feed(this.function);
    // The first records must find an API that can answer.
    this.node.addDependency(...PUBLISH_FIELDS.map((field) => scope.node.findChild(`Mutation.${field}`)));
  }
}
