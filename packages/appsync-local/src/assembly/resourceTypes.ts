import { AssemblyError } from './types.ts';

/** How a resource type is treated locally. */
export type Treatment = 'emulated' | 'withoutEffect';

/**
 * Emulated types. `used` properties are emulated; `unobservable` ones no request can tell apart.
 * A property in neither list is refused by name.
 */
export const EMULATED_TYPES: Record<string, { used: string; unobservable: string }> = {
  'AWS::AppSync::GraphQLApi': {
    used: 'Name AuthenticationType UserPoolConfig AdditionalAuthenticationProviders EnvironmentVariables IntrospectionConfig QueryDepthLimit ResolverCountLimit Visibility ApiType LogConfig',
    unobservable: 'XrayEnabled EnhancedMetricsConfig OwnerContact Tags',
  },
  'AWS::AppSync::GraphQLSchema': { used: 'ApiId Definition DefinitionS3Location', unobservable: '' },
  'AWS::AppSync::ApiKey': { used: 'ApiId Expires', unobservable: 'Description ApiKeyId' },
  'AWS::AppSync::DataSource': {
    used: 'ApiId Name Type DynamoDBConfig LambdaConfig ServiceRoleArn',
    unobservable: 'Description MetricsConfig',
  },
  'AWS::AppSync::FunctionConfiguration': {
    used: 'ApiId Name DataSourceName Code CodeS3Location Runtime FunctionVersion MaxBatchSize',
    unobservable: 'Description',
  },
  'AWS::AppSync::Resolver': {
    used: 'ApiId TypeName FieldName Kind DataSourceName PipelineConfig Code CodeS3Location Runtime MaxBatchSize',
    unobservable: 'MetricsConfig',
  },
  'AWS::DynamoDB::Table': {
    used: 'TableName KeySchema AttributeDefinitions GlobalSecondaryIndexes LocalSecondaryIndexes BillingMode ProvisionedThroughput StreamSpecification',
    unobservable:
      // Expired items are deleted within days (Developer Guide, "Time to Live"): nothing may count on when.
      'PointInTimeRecoverySpecification TimeToLiveSpecification DeletionProtectionEnabled SSESpecification ContributorInsightsSpecification OnDemandThroughput WarmThroughput TableClass Tags',
  },
  'AWS::Lambda::Function': {
    used: 'FunctionName Code Handler Runtime Timeout MemorySize Environment ReservedConcurrentExecutions Role PackageType DeadLetterConfig',
    unobservable: 'Architectures Description LoggingConfig TracingConfig Tags EphemeralStorage RecursiveLoop',
  },
  'AWS::Lambda::EventSourceMapping': {
    used: 'EventSourceArn FunctionName BatchSize MaximumBatchingWindowInSeconds StartingPosition FilterCriteria BisectBatchOnFunctionError MaximumRetryAttempts MaximumRecordAgeInSeconds FunctionResponseTypes DestinationConfig Enabled ParallelizationFactor TumblingWindowInSeconds',
    unobservable: 'MetricsConfig LoggingConfig Tags',
  },
  'AWS::Events::EventBus': { used: 'Name', unobservable: 'Description KmsKeyIdentifier Tags' },
  // A schedule never comes round here: its function is started by Invoke.
  'AWS::Events::Rule': {
    used: 'EventBusName EventPattern State Targets',
    unobservable: 'Name Description ScheduleExpression RoleArn Tags',
  },
  // A queue is only ever the place where discarded records end.
  'AWS::SQS::Queue': {
    used: 'QueueName FifoQueue',
    unobservable:
      'MessageRetentionPeriod VisibilityTimeout SqsManagedSseEnabled KmsMasterKeyId KmsDataKeyReusePeriodSeconds ReceiveMessageWaitTimeSeconds RedrivePolicy RedriveAllowPolicy Tags',
  },
  'AWS::IAM::Role': {
    used: 'RoleName AssumeRolePolicyDocument Policies ManagedPolicyArns',
    unobservable: 'Description Path MaxSessionDuration Tags',
  },
  // Users and groups that a policy is also attached to are nobody here.
  'AWS::IAM::Policy': { used: 'PolicyName PolicyDocument Roles', unobservable: 'Users Groups' },
  'AWS::IAM::ManagedPolicy': {
    used: 'ManagedPolicyName PolicyDocument Roles',
    unobservable: 'Description Path Users Groups',
  },
  'AWS::Cognito::UserPool': { used: '*', unobservable: '' },
  'AWS::Cognito::UserPoolClient': { used: '*', unobservable: '' },
  'AWS::Cognito::UserPoolGroup': { used: '*', unobservable: '' },
};

/** Types that are passed over, because no request can observe them. */
export const TYPES_WITHOUT_EFFECT = [
  /^AWS::CDK::Metadata$/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::WAFv2::/,
  /^AWS::Backup::/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::KMS::(Key|Alias)$/,
  /^AWS::SNS::(Topic|TopicPolicy|Subscription)$/,
  /^AWS::Lambda::Permission$/,
  /^AWS::ApplicationAutoScaling::/,
  /^AWS::ApplicationInsights::/,
  /^AWS::XRay::/,
  /^Custom::LogRetention$/,
];

/** Values that would change behaviour in a way the local API does not have. */
const REFUSED_VALUES: Record<string, Record<string, (value: unknown) => boolean>> = {
  'AWS::AppSync::GraphQLApi': {
    Visibility: (value) => value !== 'GLOBAL',
    ApiType: (value) => value !== 'GRAPHQL',
  },
  'AWS::AppSync::FunctionConfiguration': { MaxBatchSize: (value) => Number(value) > 0 },
  'AWS::AppSync::Resolver': { MaxBatchSize: (value) => Number(value) > 0 },
  'AWS::AppSync::DataSource': {
    Type: (value) => !['AMAZON_DYNAMODB', 'AWS_LAMBDA', 'NONE'].includes(String(value)),
    DynamoDBConfig: (value) => {
      const config = value as { UseCallerCredentials?: unknown; Versioned?: unknown; DeltaSyncConfig?: unknown };
      return isTrue(config.UseCallerCredentials) || isTrue(config.Versioned) || config.DeltaSyncConfig !== undefined;
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    ParallelizationFactor: (value) => Number(value) > 1,
    TumblingWindowInSeconds: (value) => Number(value) > 0,
    StartingPosition: (value) => !['TRIM_HORIZON', 'LATEST'].includes(String(value)),
    FunctionResponseTypes: (value) => !(value as unknown[]).every((type) => type === 'ReportBatchItemFailures'),
    DestinationConfig: (value) => Object.keys(value as object).some((name) => name !== 'OnFailure'),
  },
  'AWS::SQS::Queue': { FifoQueue: isTrue },
  'AWS::Lambda::Function': {
    PackageType: (value) => value !== 'Zip',
    Runtime: (value) => !/^nodejs\d+\.x$/.test(String(value)),
  },
};

/**
 * Whether a resource type is emulated or has no effect that a request could observe.
 * Every other type throws AssemblyError "not emulated: AWS::X::Y (LogicalId)".
 */
export function treatType(logicalId: string, type: string): Treatment {
  if (TYPES_WITHOUT_EFFECT.some((pattern) => pattern.test(type))) {
    return 'withoutEffect';
  }
  if (EMULATED_TYPES[type] === undefined) {
    throw new AssemblyError(`not emulated: ${type} (${logicalId})`);
  }
  return 'emulated';
}

/**
 * Throws AssemblyError when an emulated resource has a property, or a value of one, whose effect is not emulated.
 * `properties` are free of intrinsics.
 */
export function refuseProperties(logicalId: string, type: string, properties: Record<string, unknown>): void {
  const lists = EMULATED_TYPES[type];
  if (lists === undefined || lists.used === '*') {
    return;
  }
  const known = new Set(`${lists.used} ${lists.unobservable}`.split(' '));
  for (const [name, value] of Object.entries(properties)) {
    if (!known.has(name)) {
      throw new AssemblyError(`not emulated: ${type}.${name} (${logicalId})`);
    }
    if (REFUSED_VALUES[type]?.[name]?.(value)) {
      throw new AssemblyError(`not emulated: ${type}.${name} ${JSON.stringify(value)} (${logicalId})`);
    }
  }
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
