import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

describe.each(['dev', 'prod'] as const)('Cascade of %s', (stage) => {
  const { api } = templatesOf(stage);
  const CASCADE = { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'cascade' } } };
  const [[id = ''] = []] = Object.entries(api.findResources('AWS::Lambda::Function', { Properties: CASCADE }));

  it('may invoke itself as often as it takes, and leaves what has failed three times in an encrypted queue', () => {
    const [queue = ''] = Object.keys(api.findResources('AWS::SQS::Queue')).filter((name) => name.startsWith('Cascade'));
    api.hasResourceProperties('AWS::Lambda::Function', {
      ...CASCADE,
      Timeout: 300,
      RecursiveLoop: 'Allow',
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
    });
    api.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    const policies = Object.values(api.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
    expect(policies.map(({ PolicyDocument }) => PolicyDocument.Statement)).toContainEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [id, 'Arn'] } },
    ]);
  });

  it('is begun by what reads the stream', () => {
    api.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'publishChanges', CASCADE_FUNCTION_NAME: { Ref: id } } },
    });
  });

  it('can read and write the table of events, by the indexes of people and of organizers, and never scans', () => {
    const roles = api.findResources('AWS::IAM::Role', {
      Properties: { Policies: Match.arrayWith([Match.objectLike({ PolicyName: 'deadLetters' })]) },
    });
    const text = JSON.stringify(Object.values(roles));
    expect(text.match(/\/index\/\w+/g)).toEqual(['/index/GSI1', '/index/GSI3']);
    expect(text).not.toContain('dynamodb:Scan');
  });
});
