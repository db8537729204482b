import { cpSync } from 'node:fs';
import { FileSystem, RemovalPolicy, Stage, Validations, type Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, Tracing, type RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { bundleLambda } from './bundling/lambdaBundle.ts';
import { TRACES_REASON } from './grantReasons.ts';
import { namespaceOf } from './operation/metrics.ts';
import type { FunctionName, StageSettings } from './stage.ts';
import { trustedService } from './trustedService.ts';

export interface ObservedFunctionProps {
  settings: StageSettings;
  name: FunctionName;
  /** Its folder in lambda/, if that is not named as the function. */
  folder?: string;
  description: string;
  timeout: Duration;
  /** What it may do, by the name of the inline policy. */
  access: Record<string, PolicyStatement[]>;
  /** Beside what its telemetry needs. */
  environment: Record<string, string>;
  recursiveLoop?: RecursiveLoop;
  /** Where asynchronous invocations end that have failed three times; the role must allow to send there. */
  deadLetterQueue?: IQueue;
}

/**
 * A function of lambda/ with logs, traces and metrics, under a role of its own that later constructs cannot widen; as
 * `Logs`, `Role` and `Function` of the scope.
 */
export function addObservedFunction(
  scope: Construct,
  props: ObservedFunctionProps,
): { function: Function; role: Role } {
  const { settings, name, folder = name, access, environment, ...rest } = props;
  const logGroup = new LogGroup(scope, 'Logs', {
    retention: settings.logRetention,
    removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const telemetry = [
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
  ];
  const policies = Object.entries({ ...access, telemetry }).map(([policy, statements]) => [
    policy,
    new PolicyDocument({ statements }),
  ]);
  const role = new Role(scope, 'Role', {
    assumedBy: trustedService(scope, 'lambda'),
    inlinePolicies: Object.fromEntries(policies) as Record<string, PolicyDocument>,
  });
  Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: TRACES_REASON });
  const { folder: codeFolder, mapFolder } = bundleLambda(folder);
  keepSourceMap(scope, codeFolder, mapFolder);
  const made = new Function(scope, 'Function', {
    ...rest,
    code: Code.fromAsset(codeFolder),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: settings.lambdaMemoryMb,
    reservedConcurrentExecutions: settings.reservedConcurrency[name],
    tracing: Tracing.ACTIVE,
    role: role.withoutPolicyUpdates(),
    logGroup,
    environment: {
      ...environment,
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: namespaceOf(settings),
      POWERTOOLS_LOG_LEVEL: settings.lambdaLogLevel,
    },
  });
  return { function: made, role };
}

/** Puts the source map beside the asset in the cloud assembly, where the local server looks for it. */
function keepSourceMap(scope: Construct, codeFolder: string, mapFolder: string): void {
  const { assetOutdir = '' } = Stage.of(scope) ?? {};
  cpSync(mapFolder, `${assetOutdir}/asset.${FileSystem.fingerprint(codeFolder)}.map`, { recursive: true });
}
