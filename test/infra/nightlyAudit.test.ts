import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

const { api } = templatesOf('prod');
const AUDIT = { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'audit' } } };
const [[functionId = '', auditFunction] = []] = Object.entries(
  api.findResources('AWS::Lambda::Function', { Properties: AUDIT }),
);

describe('NightlyAudit', () => {
  it('is started once a night', () => {
    api.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'cron(17 3 * * ? *)',
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] } }],
    });
  });

  it('may run as long as Lambda lets a function run, at 500 read units per second, and invoke itself as often as it takes', () => {
    api.hasResourceProperties('AWS::Lambda::Function', {
      ...AUDIT,
      Timeout: 900,
      RecursiveLoop: 'Allow',
      Environment: { Variables: { TABLE_NAME: Match.anyValue(), READ_UNITS_PER_SECOND: '500' } },
    });
    const policies = Object.values(api.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes(functionId),
    );
    expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
      [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [functionId, 'Arn'] } }],
    ]);
  });

  it('can read the tables and the inverted index, and write nothing', () => {
    const role = api.findResources('AWS::IAM::Role')[auditFunction?.Properties.Role['Fn::GetAtt'][0] as string];
    const statements = role?.Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } }) =>
        policy.PolicyDocument.Statement,
    );
    const ofTable = statements.filter(({ Action }: { Action: string[] }) =>
      [Action].flat().some((action) => action.startsWith('dynamodb:')),
    );
    expect(ofTable.flatMap(({ Action }: { Action: string[] }) => Action).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:Scan',
    ]);
    expect(JSON.stringify(ofTable).match(/\/index\/\w+/g)).toEqual(['/index/GSI1']);
  });

  it('goes off on findings, until a night without any, and on errors', () => {
    api.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: Match.stringLikeRegexp('-AuditFindings$'),
      Metrics: [
        {
          MetricStat: {
            Metric: {
              Namespace: 'EventRegistration/prod',
              MetricName: 'AuditFindings',
              Dimensions: [{ Name: 'service', Value: 'audit' }],
            },
            Stat: 'Maximum',
            Period: 86_400,
          },
        },
      ],
      Threshold: 1,
    });
    api.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId } }],
      Threshold: 1,
    });
  });

  it('is not part of dev, where one audits by hand', () => {
    expect(templatesOf('dev').api.findResources('AWS::Lambda::Function', { Properties: AUDIT })).toEqual({});
  });
});
