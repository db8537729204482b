import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { DataSourceName } from '../../infra/wiring/resolverFile.ts';
import { actionsUsed } from './actionsUsed.ts';
import { templatesOf } from './synthesise.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

const { api } = templatesOf('prod');
const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

describe('roles of the API', () => {
  it('never allow a wildcard of actions, nor a scan but for the audit of both tables and the sweeping of lanes', () => {
    const actions = statementsOf(api).flatMap(actionsOf);
    const scans = ['audit', 'sweepLanes'].flatMap((service) => statementsOfFunction(service).flatMap(actionsOf));
    expect(actions.filter((action) => action.includes('*') || action === 'dynamodb:Scan')).toEqual(
      scans.filter((action) => action === 'dynamodb:Scan'),
    );
    expect(scans.filter((action) => action === 'dynamodb:Scan')).toHaveLength(3);
  });

  it('never allow a wildcard of resources but for sending traces', () => {
    const open = statementsOf(api).filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect(new Set(open.flatMap(actionsOf))).toEqual(new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']));
  });

  it('are assumed for resources of this account only', () => {
    const open = Object.entries(api.findResources('AWS::IAM::Role')).filter(([, { Properties }]) =>
      (Properties.AssumeRolePolicyDocument.Statement as { Condition?: Record<string, object> }[]).some(
        ({ Condition = {} }) =>
          !('aws:SourceAccount' in (Condition.StringEqualsIfExists ?? {})) ||
          !('aws:SourceArn' in (Condition.ArnLikeIfExists ?? {})),
      ),
    );
    expect(open.map(([id]) => id)).toEqual([]);
  });

  it('never are managed policies', () => {
    const roles = Object.values(api.findResources('AWS::IAM::Role'));
    expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns !== undefined)).toEqual([]);
  });
});

describe('TableReader', () => {
  it('can read items and the indexes, and cannot write', () => {
    expect(grantedTo('TableReader')).toEqual(READ);
  });

  it('may do what its resolvers do, and nothing else', () => {
    expect(grantedTo('TableReader')).toEqual(actionsUsedBy('TableReader'));
  });
});

describe('TableWriter', () => {
  it('can write in transactions and read items, and cannot query', () => {
    expect(grantedTo('TableWriter')).toEqual(['dynamodb:BatchGetItem', ...WRITE, 'dynamodb:GetItem'].sort());
  });

  it('may do what its resolvers do, and nothing else', () => {
    expect(grantedTo('TableWriter')).toEqual(actionsUsedBy('TableWriter'));
  });
});

describe('LaneWriter', () => {
  it('may leave tickets, and see one that is there already, and nothing else', () => {
    expect(grantedTo('LaneWriter')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  });

  it('may do what its resolvers do, and nothing else', () => {
    expect(grantedTo('LaneWriter')).toEqual(actionsUsedBy('LaneWriter'));
  });
});

describe('PromoteFromWaitlist', () => {
  it('is invoked under a role that can do nothing else', () => {
    expect(grantedTo('PromoteFromWaitlist')).toEqual(['lambda:InvokeFunction']);
  });

  it('can write in transactions, read items and query both tables, no index', () => {
    const statements = statementsOfFunction('promoteFromWaitlist').filter(isOfTable);
    const actions = ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (name) => `dynamodb:${name}`,
    );
    const withFunctionBefore = [...actions, 'dynamodb:ConditionCheckItem'].sort();
    expect(statements.map((statement) => actionsOf(statement).sort())).toEqual([withFunctionBefore, actions]);
    expect(JSON.stringify(statements)).not.toContain('/index/');
  });
});

describe('Settle', () => {
  it('is invoked under a role that can do nothing else', () => {
    expect(grantedTo('Settle')).toEqual(['lambda:InvokeFunction']);
  });

  it('can write to the table of the events and query it, and asks for pauses in the lanes', () => {
    const [statement, ofLanes, ...others] = statementsOfFunction('settle').filter(isOfTable);
    const actions = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((name) => `dynamodb:${name}`);
    expect(actionsOf(statement!).sort()).toEqual(actions);
    expect(JSON.stringify(statement?.Resource)).not.toMatch(/LaneTable|index/);
    expect(actionsOf(ofLanes!).sort()).toEqual(['dynamodb:DeleteItem', 'dynamodb:PutItem']);
    expect(JSON.stringify(ofLanes?.Resource)).toContain('LaneTable');
    expect(others).toEqual([]);
  });
});

describe('SweepLanes', () => {
  it('can scan the table of the lanes and delete from it, and nothing else', () => {
    const statements = statementsOfFunction('sweepLanes').filter((statement) => !isTelemetry(statement));
    expect(statements.map((statement) => actionsOf(statement).sort())).toEqual([
      ['dynamodb:DeleteItem', 'dynamodb:Scan'],
    ]);
    expect(JSON.stringify(statements[0]?.Resource)).toContain('LaneTable');
  });
});

describe('PublishChanges', () => {
  it('can read the stream, publish, put events, begin work, and give records up, and cannot read or write the table', () => {
    const statements = statementsOfFunction('publishChanges').filter((statement) => !isTelemetry(statement));
    expect(statements.flatMap(actionsOf).sort()).toEqual([
      'appsync:GraphQL',
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'events:PutEvents',
      'lambda:InvokeFunction',
      'sqs:SendMessage',
    ]);
    expect(statements.filter(isOfTable).map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining('StreamArn'),
    ]);
  });

  it('can call the publish mutations only', () => {
    const [statement] = statementsOfFunction('publishChanges').filter((one) =>
      actionsOf(one).includes('appsync:GraphQL'),
    );
    const fields = JSON.stringify(statement?.Resource).match(/\/types\/[^"]+/g);
    expect(fields).toEqual(
      ['Event', 'Registration', 'Waitlist'].map((what) => `/types/Mutation/fields/publish${what}Change`),
    );
  });
});

interface Getter {
  'Fn::GetAtt': [string, string];
}

function grantedTo(dataSource: string): string[] {
  const sources = api.findResources('AWS::AppSync::DataSource', { Properties: { Name: dataSource } });
  const [{ Properties }] = Object.values(sources) as [{ Properties: { ServiceRoleArn: Getter } }];
  return statementsOfRole(roleNamedBy(Properties.ServiceRoleArn)).flatMap(actionsOf).sort();
}

function actionsUsedBy(dataSource: DataSourceName): string[] {
  return [...actionsUsed(dataSource)].sort();
}

function statementsOfFunction(service: string): Statement[] {
  const named = { Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: service } } } };
  const [{ Properties }] = Object.values(api.findResources('AWS::Lambda::Function', named)) as [
    { Properties: { Role: Getter } },
  ];
  return statementsOfRole(roleNamedBy(Properties.Role));
}

function roleNamedBy(getter: Getter): string {
  return getter['Fn::GetAtt'][0];
}

function statementsOfRole(logicalId: string): Statement[] {
  const role = api.findResources('AWS::IAM::Role')[logicalId];
  return policiesOf(role?.Properties.Policies ?? []);
}

function statementsOf(template: Template): Statement[] {
  const roles = Object.values(template.findResources('AWS::IAM::Role'));
  const attached = Object.values(template.findResources('AWS::IAM::Policy'));
  return [
    ...roles.flatMap(({ Properties }) => policiesOf(Properties.Policies ?? [])),
    ...policiesOf(attached.map(({ Properties }) => Properties)),
  ];
}

function policiesOf(policies: { PolicyDocument: { Statement: Statement[] } }[]): Statement[] {
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function actionsOf({ Action }: Statement): string[] {
  return [Action].flat();
}

function isOfTable(statement: Statement): boolean {
  return actionsOf(statement).some((action) => action.startsWith('dynamodb:'));
}

function isTelemetry(statement: Statement): boolean {
  return actionsOf(statement).some((action) => /^(logs|xray):/.test(action));
}
