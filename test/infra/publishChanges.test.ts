import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

const { api } = templatesOf('prod');
const MAPPING = 'AWS::Lambda::EventSourceMapping';

interface Mapping {
  Properties: { FilterCriteria: { Filters: { Pattern: string }[] } };
  DependsOn: string[];
}

const [mapping] = Object.values(api.findResources(MAPPING)) as unknown as [Mapping];

describe('PublishChanges', () => {
  it('runs on the newest Node on arm64, with time for a healing of 25 s, and traces', () => {
    api.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 60,
      TracingConfig: { Mode: 'Active' },
      Environment: {
        Variables: {
          GRAPHQL_URL: { 'Fn::GetAtt': [Match.anyValue(), 'GraphQLUrl'] },
          SETTLE_FUNCTION_NAME: { Ref: Match.stringLikeRegexp('^Settle') },
          CASCADE_FUNCTION_NAME: { Ref: Match.stringLikeRegexp('^Cascade') },
          ERASE_USERS_FUNCTION_NAME: { Ref: Match.stringLikeRegexp('^EraseUsers') },
          EVENT_BUS_NAME: { Ref: Match.stringLikeRegexp('^EventBus') },
          DEAD_LETTERS_URL: { Ref: Match.stringLikeRegexp('^PublishChangesStreamDeadLetters') },
          POWERTOOLS_SERVICE_NAME: 'publishChanges',
        },
      },
    });
  });

  it('gets the records of the stream at once, with bounded retries and age, split on error, and reports how far it came', () => {
    api.resourceCountIs(MAPPING, 1);
    api.hasResourceProperties(MAPPING, {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: Match.absent(),
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 3600,
    });
  });

  it('is not fed before the API can answer it', () => {
    const resolvers = api.findResources('AWS::AppSync::Resolver', {
      Properties: { FieldName: Match.stringLikeRegexp('^publish') },
    });
    expect(Object.keys(resolvers)).toHaveLength(3);
    expect(mapping.DependsOn).toEqual(expect.arrayContaining(Object.keys(resolvers)));
  });

  it('leaves what no retry could help in an encrypted queue, and an alarm goes off', () => {
    const queues = api.findResources('AWS::SQS::Queue', { Properties: { SqsManagedSseEnabled: true } });
    const queue = Object.keys(queues).find((id) => id.startsWith('PublishChanges')) ?? '';
    api.hasResourceProperties(MAPPING, {
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } },
    });
    api.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: queue }],
      PolicyDocument: { Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
    });
    api.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
    });
  });
});

describe('the filters of the stream', () => {
  const patterns = mapping.Properties.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern) as Pattern);
  const image = (entityType: string, listing = 'PUBLIC') => ({
    entityType: { S: entityType },
    listing: { S: listing },
  });
  const passes = (record: object) => patterns.some((pattern) => matches(pattern, record));

  it('are as many as a mapping may have', () => {
    expect(patterns.length).toBeLessThanOrEqual(5);
  });

  it.each(['Event', 'Registration'])('let each change of an %s through', (entityType) => {
    const known = image(entityType);
    expect(passes({ eventName: 'INSERT', dynamodb: { NewImage: known } })).toBe(true);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: known, OldImage: known } })).toBe(true);
    expect(passes({ eventName: 'REMOVE', dynamodb: { OldImage: known } })).toBe(true);
  });

  it.each(['EventDetails', 'DeletedEvent', 'WaitlistEntry'])('drop each change of an %s', (entityType) => {
    const known = image(entityType);
    expect(passes({ eventName: 'INSERT', dynamodb: { NewImage: known } })).toBe(false);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: known, OldImage: known } })).toBe(false);
    expect(passes({ eventName: 'REMOVE', dynamodb: { OldImage: known } })).toBe(false);
  });

  it('let the profile of somebody through who is to be deleted, and that it is gone', () => {
    const [before, marked] = [image('User'), { ...image('User'), erasingAt: { S: 'now' } }];
    expect(passes({ eventName: 'INSERT', dynamodb: { NewImage: before } })).toBe(false);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: before, OldImage: before } })).toBe(false);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: marked, OldImage: before } })).toBe(true);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: marked, OldImage: marked } })).toBe(true);
    expect(passes({ eventName: 'REMOVE', dynamodb: { OldImage: marked } })).toBe(true);
  });

  it('drop what was never public, a DRAFT or one that is cancelled, until it is opened', () => {
    const [draft, open] = [image('Event', 'DRAFT'), image('Event')];
    expect(passes({ eventName: 'INSERT', dynamodb: { NewImage: draft } })).toBe(false);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: draft, OldImage: draft } })).toBe(false);
    expect(passes({ eventName: 'REMOVE', dynamodb: { OldImage: draft } })).toBe(false);
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: open, OldImage: draft } })).toBe(true);
  });
});

type Pattern = { [name: string]: Pattern | (string | { exists: true })[] };

/** Event filtering, as far as these patterns use it: every named value is one of those listed, or any. */
function matches(pattern: Pattern, record: object): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const value = (record as Record<string, unknown>)[name];
    return Array.isArray(wanted)
      ? value !== undefined && wanted.some((one) => one === value || typeof one === 'object')
      : typeof value === 'object' && value !== null && matches(wanted, value);
  });
}
