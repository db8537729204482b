/** What is emulated: a capability, how far, and the tests (from the package's folder) that hold it to its word. */
export const EMULATED: [what: string, how: string, tests: string[]][] = [
  [
    'any CDK app',
    'the command serves a cloud assembly that it has never seen, within what follows',
    ['test/sample/sample.test.ts', 'test/cli/cli.deep.test.ts'],
  ],
  [
    'CloudFormation',
    'the synthesised cloud assembly: types below, intrinsics, exports between stacks; anything else stops the start',
    ['test/assembly/readBlueprint.test.ts'],
  ],
  [
    'APPSYNC_JS',
    'the uploaded text, checked as AppSync checks it when it is saved, evaluated in a sandbox',
    ['test/resolver/refusals.test.ts', 'test/resolver/loadCode.test.ts', 'test/resolver/escape.test.ts'],
  ],
  [
    'util, runtime, extensions, the dynamodb module',
    'see the tables below',
    [
      'test/resolver/recordings.test.ts',
      'test/resolver/declared.test.ts',
      'test/resolver/library.test.ts',
      'test/resolver/java.test.ts',
      'test/resolver/dynamodbModule.test.ts',
    ],
  ],
  [
    'EvaluateCode',
    'input, output and limits of the API, as `evaluateCode`',
    ['test/resolver/evaluateCode.test.ts', 'test/resolver/replay.test.ts'],
  ],
  [
    'unit and pipeline resolvers',
    'order, stash, arguments, `prev`, early returns, ten functions, errors with data and errorInfo',
    ['test/graphql/execution.test.ts', 'test/graphql/limits.test.ts'],
  ],
  [
    'GraphQL',
    "AppSync's schema language, scalars, validation messages, limits of depth and tokens",
    ['test/graphql/buildSchema.test.ts', 'test/graphql/scalars.test.ts', 'test/graphql/validation.test.ts'],
  ],
  [
    'HTTP',
    'status codes and error bodies, response headers set by `util.http`',
    ['test/http/http.test.ts', 'test/graphql/limits.test.ts'],
  ],
  [
    'authorization',
    'API keys, IAM signatures, user pool tokens, directives',
    ['test/auth/modes.test.ts', 'test/auth/token.test.ts'],
  ],
  [
    'IAM',
    'data sources and functions act under the roles of the template',
    ['test/iam/actingRoles.test.ts', 'test/assembly/readRoles.test.ts', 'test/iam/dynamoDbPermissions.test.ts'],
  ],
  [
    'subscriptions',
    "AppSync's WebSocket protocol, arguments, enhanced filters, invalidation",
    [
      'test/realtime/connect.test.ts',
      'test/realtime/subscription.test.ts',
      'test/realtime/enhancedFilter.test.ts',
      'test/realtime/extensions.test.ts',
      'test/realtime/publish.test.ts',
    ],
  ],
  [
    'the DynamoDB data source',
    'all operations of request objects, on DynamoDB Local; pages, conditions, transactions, errors',
    ['test/source/dynamodb.test.ts'],
  ],
  ['the NONE data source', 'answers the payload', ['test/source/none.test.ts']],
  [
    'Lambda',
    'the built code in a process, time-out, errors, Invoke between functions',
    ['test/lambda/lambdaSource.test.ts', 'test/lambda/invokeApi.test.ts'],
  ],
  [
    'DynamoDB Streams to Lambda',
    'batches, windows, filters, bisecting, partial failures, retries, a dead-letter queue',
    [
      'test/stream/streamFeed.test.ts',
      'test/stream/deliverBatch.test.ts',
      'test/stream/filterPattern.test.ts',
      'test/stream/mapping.test.ts',
    ],
  ],
  ['SQS', 'SendMessage by functions, kept in memory for tests to read', ['test/queue/queueApi.test.ts']],
];

/** What is not emulated at all: it stops the start, or is refused by name when it is used. */
export const NOT_EMULATED: string[] = [
  'VTL mapping templates, merged APIs, Event APIs, private APIs',
  'authorization by OpenID Connect or by a Lambda function',
  'data sources other than DynamoDB, Lambda and NONE; versioned tables, conflict detection, delta sync; calls with the caller’s credentials',
  'batched resolvers (`MaxBatchSize`, `BatchInvoke`) and custom handlers of failed conditions',
  'caching of the API or of single resolvers',
  'Java regular expressions and date patterns beyond the ones that mean the same in every locale and Java version; each other one is named when it is met',
];

/** Where the local API behaves differently, as far as is known. */
export const DIFFERENCES: [what: string, aws: string, here: string][] = [
  [
    'evaluation',
    'transpiled code on a Java engine, types checked by a TypeScript compiler when code is saved',
    'JavaScript on V8; the known rules of the linter are checked, types are not',
  ],
  [
    'messages of refused code',
    'words of AppSync’s linter, partly unpublished',
    'our words, with line and column of the refused code',
  ],
  [
    'faults of code',
    'messages of the engine behind APPSYNC_JS',
    'messages of V8, in the same form `code.js:line:column: …`',
  ],
  ['numbers', 'Java numbers: one read from DynamoDB plus a text was once recorded as "null"', 'JavaScript numbers'],
  ['time of one evaluation', 'limited, the limit is not published', 'five seconds'],
  [
    'texts of `condition`, `filter`, `query` and `projection` of the dynamodb module, and of nested updates',
    'never recorded',
    'ours; DynamoDB does the same with them',
  ],
  ['`util.math.randomWithinRange`', 'whether the upper end is ever answered is not documented', 'it is not'],
  ['order of keys', 'none in particular', 'the order in which they were set'],
  ['throttling', 'request rates per API and account, DynamoDB capacity', 'none'],
  [
    'DynamoDB',
    'eventually consistent reads and indexes, contention between transactions',
    'DynamoDB Local: always consistent; conflicts only in tests with injected faults',
  ],
  [
    'Lambda',
    'one invocation per process at a time',
    'one process per function, shared by all its invocations in flight; started at the first',
  ],
  [
    'Lambda, concurrency',
    'functions share the account’s, less what others have reserved',
    'each function has its reserved number (`ReservedConcurrentExecutions`), or 1,000, for itself',
  ],
  [
    'Lambda, asynchronous invocation',
    'queued, tried three times, and again for six hours while throttled',
    'tried once',
  ],
  ['schedules (`AWS::Events::Rule`)', 'come round', 'never do; Invoke starts their functions'],
  [
    'streams',
    'shards roll over after four hours; polled about four times a second for each shard',
    'shards of DynamoDB Local; polled every 250 ms; `ParallelizationFactor` is 1',
  ],
  ['propagation', 'changes of the API take a while to reach all hosts', 'none: the API is read once, at the start'],
  ['clock', 'AWS’s', 'this machine’s; `util.time` reads it for each call'],
  ['time zones', 'the rules of AppSync’s Java', 'the rules of this Node'],
  ['metrics, logs, traces', 'CloudWatch and X-Ray', 'logs in the state directory'],
];
