import type { Statement } from './statement.ts';

/** A caller's way to prove who they are; one per mode (AppSync: one API key mode, one IAM mode). */
export type AuthMode = 'API_KEY' | 'AWS_IAM' | 'AMAZON_COGNITO_USER_POOLS';

/** One authentication provider of the API. */
export interface AuthProvider {
  mode: AuthMode;
  userPoolId?: string;
  /** A regular expression for the token's app client id. */
  appIdClientRegex?: string;
  /** What happens to fields without a group directive. */
  defaultAction?: 'ALLOW' | 'DENY';
}

export interface TableBlueprint {
  logicalId: string;
  name: string;
  /** The template's properties, free of intrinsics. */
  properties: Record<string, unknown>;
}

export interface LambdaBlueprint {
  logicalId: string;
  name: string;
  arn: string;
  /** The role that it acts under. */
  roleArn?: string;
  /** `file.export`, as in the template. */
  handler: string;
  /** The unpacked asset, or the text of inline code. */
  code: { directory: string } | { inline: string };
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  /** Invocations allowed at a time, if the template reserves any. */
  reservedConcurrency?: number;
  /** Where events go that were given up, of asynchronous invocations. */
  deadLetterQueueArn?: string;
}

/** A role with all its policies. */
export interface RoleBlueprint {
  logicalId: string;
  name: string;
  arn: string;
  /** AROA…, part of the identity of whoever acts under the role. */
  id: string;
  accountId: string;
  /** Service principals that may assume it, such as `appsync.amazonaws.com`. */
  trusts: string[];
  statements: Statement[];
}

/** A table's stream that drives a function, as an event source mapping says. */
export interface StreamBlueprint {
  logicalId: string;
  functionArn: string;
  tableName: string;
  /** The stream as the template names it; records carry it as `eventSourceARN`. */
  streamArn: string;
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  batchSize: number;
  batchWindowSeconds: number;
  /** Parsed filter patterns, of which one must match; empty lets everything through. */
  filterPatterns: unknown[];
  bisectsOnError: boolean;
  /** Whether the function says which records failed. */
  reportsItemFailures: boolean;
  /** -1: until the record is gone. */
  maximumRetryAttempts: number;
  /** -1: until the record is gone. */
  maximumRecordAgeSeconds: number;
  /** Where word of discarded records goes. */
  deadLetterQueueArn?: string;
}

/** An event bus, onto which functions may put events. */
export interface BusBlueprint {
  name: string;
  arn: string;
}

/** What hands events of a bus to functions. */
export interface RuleBlueprint {
  logicalId: string;
  busArn: string;
  pattern: unknown;
  functionArns: string[];
}

export interface QueueBlueprint {
  url: string;
  arn: string;
}

export type SourceBlueprint = { name: string; roleArn?: string } & (
  { type: 'AMAZON_DYNAMODB'; tableName: string } | { type: 'AWS_LAMBDA'; functionArn: string } | { type: 'NONE' }
);

export interface FunctionBlueprint {
  id: string;
  name: string;
  sourceName: string;
  code: string;
  /** JSON text of the code's source map. */
  sourceMap?: string;
}

export type ResolverBlueprint = { typeName: string; fieldName: string; code: string; sourceMap?: string } & (
  { kind: 'UNIT'; sourceName: string } | { kind: 'PIPELINE'; functionIds: string[] }
);

export interface ApiBlueprint {
  logicalId: string;
  apiId: string;
  name: string;
  region: string;
  accountId: string;
  /** The default provider first. */
  providers: [AuthProvider, ...AuthProvider[]];
  environment: Record<string, string>;
  introspection: boolean;
  /** 0 means no limit. */
  queryDepthLimit: number;
  resolverCountLimit: number;
  /** Whether there is a log of fields in error. */
  logsErrors: boolean;
  sdl: string;
  apiKeys: { logicalId: string; value: string; expiresAtEpochSeconds?: number }[];
  sources: SourceBlueprint[];
  functions: FunctionBlueprint[];
  resolvers: ResolverBlueprint[];
}

/** What the local API is built from: the assembly, free of CloudFormation. */
export interface Blueprint {
  api: ApiBlueprint;
  tables: TableBlueprint[];
  lambdas: LambdaBlueprint[];
  roles: RoleBlueprint[];
  streams: StreamBlueprint[];
  /** Queues, to which functions may send. */
  queues: QueueBlueprint[];
  buses: BusBlueprint[];
  rules: RuleBlueprint[];
  /** Resources that are passed over, "AWS::X::Y (LogicalId)". */
  withoutEffect: string[];
}
