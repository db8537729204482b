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
    'EventBridge',
    'buses of the template, PutEvents, rules with a pattern whose targets are functions; no default bus, schedule or archive',
    ['test/bus/busApi.test.ts', 'test/bus/rules.test.ts'],
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
    'the built code in a process, time-out, errors, Invoke between functions, asynchronous invocations with repetition',
    ['test/lambda/lambdaSource.test.ts', 'test/lambda/invokeApi.test.ts', 'test/lambda/eventQueue.test.ts'],
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
    'JavaScript on V8; the known rules of the linter are checked, and of types what `tsc --checkJs` says of keys, indexes and numbers of arguments',
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
  [
    'numbers as variables of the types ID and String',
    'the text that Java writes, all digits of it; an ID may be no Double, such as 1.0',
    'integers up to 2^53, and 1.0 as 1; any other is refused by name',
  ],
  [
    'several null fields that the schema forbids, in a request with several mutations or with introspection',
    'one error for each',
    'one error for each object; everywhere else one for each field',
  ],
  ['time of one evaluation', 'limited, the limit is not published', 'five seconds'],
  [
    'texts of `condition`, `filter`, `query` and `projection` of the dynamodb module, and of nested updates',
    'never recorded',
    'ours; DynamoDB does the same with them',
  ],
  ['`util.math.randomWithinRange`', 'whether the upper end is ever answered is not documented', 'it is not'],
  ['`runtime.earlyReturn` of a text, a number or a boolean', 'never recorded', 'refused by name'],
  ['order of keys', 'none in particular', 'the order in which they were set'],
  ['throttling', 'request rates per API and account, DynamoDB capacity', 'none'],
  [
    'DynamoDB',
    'eventually consistent reads and indexes, contention between transactions',
    'DynamoDB Local: always consistent; conflicts only in tests with injected faults',
  ],
  [
    'who reaches DynamoDB',
    'who signs, and may',
    'everybody: DynamoDB Local listens on every address of the machine, cannot be bound to loopback, and checks no signature; who does not know the access key of the state directory finds tables of their own',
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

const SAMPLES = 'aws-samples/aws-appsync-resolver-samples';
const REFUSALS = 'test/resolver/refusals.test.ts';
const SCHEMA = 'test/graphql/buildSchema.test.ts';
const VARIABLES = 'test/graphql/validation.test.ts';
const LOAD = 'test/resolver/loadCode.test.ts';
const LIBRARY = 'test/resolver/library.test.ts';
const PUBLISH = 'test/realtime/publish.test.ts';

/** What resolvers that run on AWS, and people who met it, tell of AppSync: who, what, what is done, and its test. */
export const REPORTS: [what: string, source: string, aws: string, here: string, test: string][] = [
  ['`includes` of arrays', 'dmeiser/kernelworx', 'runs, though not listed', 'runs', LIBRARY],
  [
    '`includes` of texts',
    'aws-samples/amazon-location-service-geotrack-vuejs',
    'runs, though not listed',
    'runs',
    LIBRARY,
  ],
  ['`substring`', `${SAMPLES}, all-items-today.js`, 'runs, though not listed', 'runs, as in JavaScript', LIBRARY],
  [
    '`toString` of numbers',
    'five public resolvers',
    'runs, though not listed',
    'runs; of other values, or with a radix, refused by name when it is reached',
    LOAD,
  ],
  ['`Array.isArray`', 'tests of LocalStack that were run against AWS', 'runs, though not listed', 'runs', LIBRARY],
  [
    'appending to the list that `for…of` runs over',
    'kattebak/typespec-opensearch-emitter, by EvaluateCode',
    'what is appended is not visited',
    'the same; other changes of the list are refused by name when they happen',
    LOAD,
  ],
  [
    'an object compared with a text by `==`',
    'KoVaL05/aethera-project',
    'false',
    'false; lists, and objects with numbers, are refused by name when it happens',
    LOAD,
  ],
  [
    'an object in a template text',
    'public resolvers that log it',
    'runs; the text is not known',
    'refused by name when it happens',
    LOAD,
  ],
  [
    'a property given twice',
    'kattebak/typespec-opensearch-emitter (TS1117)',
    'refused when it is saved',
    'refused when it is loaded, by TypeScript',
    REFUSALS,
  ],
  [
    'too few or too many arguments',
    'TS2554',
    'refused when it is saved',
    'refused when it is loaded, by TypeScript; too few of AppSync’s own functions are not',
    REFUSALS,
  ],
  [
    'an index of another type than text or number',
    'TS2538',
    'refused when it is saved',
    'refused when it is loaded, by TypeScript',
    REFUSALS,
  ],
  [
    'spread arguments',
    'aws-appsync-community issue 323 (TS2556)',
    'refused when it is saved',
    'refused when it is loaded, by TypeScript',
    REFUSALS,
  ],
  [
    'arguments of helpers that the published types do not allow',
    'deployed resolvers (TS2353, TS2559); recorded calls without any argument',
    'saved: AppSync’s own types are laxer',
    'not judged',
    REFUSALS,
  ],
  [
    'a call of a function that is exported where it is declared',
    'a public handler of an Event API',
    'refused when it is saved',
    'refused when it is loaded',
    REFUSALS,
  ],
  [
    'how refusals are written',
    'recorded: `code.js(5,44): error @aws-appsync/no-regex: …`, codes as `UNSUPPORTED_SYNTAX_TYPE`',
    'as on the left',
    'our words, `LINT_ERROR` or `PARSER_ERROR`',
    REFUSALS,
  ],
  [
    'a query built with `toDynamoDBConditionExpression`',
    `${SAMPLES}, with-greater-than.js`,
    'runs',
    'runs; an argument that is not there is refused by name',
    LIBRARY,
  ],
  [
    '`undefined` in `toMapValues`',
    'public resolvers',
    'not recorded: no attribute, or NULL',
    'refused by name when it happens',
    LIBRARY,
  ],
  ['a type without a field of its interface', 'documented', 'the schema is refused', 'the start is refused', SCHEMA],
  [
    'input types as output, output types as input',
    'documented',
    'the schema is refused',
    'the start is refused',
    SCHEMA,
  ],
  ['inputs that need each other', 'documented', 'the schema is refused', 'the start is refused', SCHEMA],
  ['empty types, names with `__`', 'documented', 'the schema is refused', 'the start is refused', SCHEMA],
  ['`implements I, J`', 'graphql-schema-utilities issue 36', 'the older form is taken', 'taken', SCHEMA],
  [
    'variables of another JSON type',
    'graphql-java before version 19, whose messages AppSync has',
    '"5" is taken for an Int, likewise Float, Boolean, String and ID',
    'the same; texts that Java makes of lists, objects and fractions are refused by name',
    VARIABLES,
  ],
  ['an Int out of range', 'a Flutter client', "Expected type 'Int' but was 'Long'.", 'the same', VARIABLES],
  [
    'an alias in a mutation’s selection',
    'aws-appsync-community issue 160',
    'the field is null for subscribers',
    'the same; also where the alias is the name of another field',
    PUBLISH,
  ],
  [
    'an alias on the mutation itself',
    'dillonkearns/elm-graphql issue 106',
    'nothing is published',
    'the same',
    PUBLISH,
  ],
  [
    'an alias on the subscription’s field',
    'amplify-js issue 3213, of 2019 and 2020',
    'nothing is received',
    'started, and nothing is delivered, which the log says',
    PUBLISH,
  ],
  [
    'several null fields that the schema forbids',
    'aws-mobile-appsync-sdk-ios issue 319',
    'one error for each',
    'the same, but for what is said above',
    'test/graphql/execution.test.ts',
  ],
];
