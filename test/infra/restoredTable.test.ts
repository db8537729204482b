import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ContextError } from '../../infra/context.ts';
import { appOf, templatesOf } from './synthesise.ts';

const RESTORED = {
  stage: 'prod',
  tableName: 'restored',
  streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/restored/stream/2030',
};

function synthesise(restoredTable: unknown, stage: 'dev' | 'prod' = 'prod'): ReturnType<typeof templatesOf> {
  const { data, api } = appOf(stage, { restoredTable });
  return { data: Template.fromStack(data), api: Template.fromStack(api) };
}

describe('restoredTable', () => {
  it('is what the API works on, without a trace of the old table, which stays as it is', () => {
    const { data, api } = synthesise(RESTORED);
    const text = JSON.stringify(api.toJSON());
    const tableImports = [...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].filter(([, name = '']) =>
      name.includes('EventTable'),
    );
    expect(tableImports).toEqual([]);
    const tables = api.findResources('AWS::AppSync::DataSource', { Properties: { Type: 'AMAZON_DYNAMODB' } });
    const tableNames = Object.values(tables)
      .filter(({ Properties }) => Properties.Name !== 'LaneWriter')
      .map(({ Properties }) => Properties.DynamoDBConfig.TableName);
    expect(tableNames).toEqual(['restored', 'restored']);
    api.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: RESTORED.streamArn });
    expect(text).toContain(':table/restored"');
    expect(data.findResources('AWS::DynamoDB::Table')).toEqual(
      templatesOf('prod').data.findResources('AWS::DynamoDB::Table'),
    );
  });

  it('can be given on the command line, as JSON', () => {
    synthesise(JSON.stringify(RESTORED)).api.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: RESTORED.streamArn,
    });
  });

  it('of another stage changes nothing', () => {
    expect(synthesise(RESTORED, 'dev').api.toJSON()).toEqual(templatesOf('dev').api.toJSON());
  });

  it.each([
    ['no JSON', 'restored'],
    ['no stream', { stage: 'prod', tableName: 'restored' }],
    ['no name', { ...RESTORED, tableName: '' }],
    ['null', null],
  ])('is refused with ContextError when it is %s', (_what, context) => {
    expect(() => synthesise(context)).toThrow(ContextError);
  });
});
