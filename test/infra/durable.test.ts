import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { durableParts, durableResources } from './durableParts.ts';
import { appOf, templatesOf } from './synthesise.ts';

/**
 * As deployed. Where this test fails, the change would replace what people and clients rely on: their data, accounts,
 * or the API's address. Change the record only together with a plan for what is lost (docs/deploy.md, "What a
 * deployment may not do").
 */
const RECORDED = JSON.parse(readFileSync(new URL('durable.recorded.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

describe.each(['dev', 'prod'] as const)('the stacks of %s', (stage) => {
  const { data, api } = appOf(stage);

  it('keep the names, ids and properties on which the table, the accounts and the address of the API depend', () => {
    expect({ data: durableParts(data), api: durableParts(api) }).toEqual(
      JSON.parse(JSON.stringify(RECORDED).replaceAll('{stage}', stage)),
    );
  });

  it('are one synthesis like the other, so that cdk diff shows changes only', () => {
    const again = templatesOf(stage);
    expect(again.api.toJSON()).toEqual(Template.fromStack(api).toJSON());
    expect(again.data.toJSON()).toEqual(Template.fromStack(data).toJSON());
  });

  it(stage === 'prod' ? 'refuse to be deleted' : 'can be deleted', () => {
    expect([data.terminationProtection, api.terminationProtection]).toEqual([stage === 'prod', stage === 'prod']);
  });
});

describe('the record', () => {
  const template = templatesOf('prod').data.toJSON() as Parameters<typeof durableResources>[0];
  const [tableId = ''] = Object.entries(template.Resources).flatMap(([id, { Type }]) =>
    Type === 'AWS::DynamoDB::Table' ? id : [],
  );
  const tableWith = (more: object) => {
    const { [tableId]: table, ...others } = template.Resources;
    return {
      Resources: { ...others, [tableId]: { Type: table!.Type, Properties: { ...table!.Properties, ...more } } },
    };
  };

  it.each([
    ['a name', { TableName: 'Events' }],
    ['another key', { KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }] }],
    [
      'a key of another type',
      {
        AttributeDefinitions: [
          { AttributeName: 'PK', AttributeType: 'N' },
          { AttributeName: 'SK', AttributeType: 'S' },
        ],
      },
    ],
  ])('notices %s of the table', (_what, more) => {
    expect(durableResources(tableWith(more))).not.toEqual(durableResources(template));
  });

  it('notices another id, as moving or renaming a construct makes it', () => {
    const { [tableId]: table, ...others } = template.Resources;
    expect(durableResources({ Resources: { ...others, Moved: table! } })).not.toEqual(durableResources(template));
  });

  it('does not mind what is changed in place', () => {
    expect(durableResources(tableWith({ BillingMode: 'PROVISIONED', GlobalSecondaryIndexes: [] }))).toEqual(
      durableResources(template),
    );
  });
});
