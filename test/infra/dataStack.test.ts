import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EXPIRY_ATTRIBUTE, INDEXES, TABLE_KEYS } from '../../domain/keys.ts';
import { eventTable } from '../../tools/running/eventTable.ts';
import { templatesOf } from './synthesise.ts';

const TABLE = 'AWS::DynamoDB::Table';
const POOL = 'AWS::Cognito::UserPool';
const dev = templatesOf('dev').data;
const prod = templatesOf('prod').data;

describe('EventTable', () => {
  it('is one table with the keys of domain/keys.ts, on demand, with point-in-time recovery and a stream of both images', () => {
    prod.resourceCountIs(TABLE, 1);
    prod.hasResourceProperties(TABLE, {
      KeySchema: keySchema(TABLE_KEYS),
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: EXPIRY_ATTRIBUTE, Enabled: true },
    });
  });

  it('projects into its indexes what lists show, and never a counter', () => {
    prod.hasResourceProperties(TABLE, {
      GlobalSecondaryIndexes: [
        {
          IndexName: INDEXES.inverted.name,
          KeySchema: keySchema(INDEXES.inverted),
          Projection: {
            ProjectionType: 'INCLUDE',
            NonKeyAttributes: ['registrationStatus', 'registeredAt', 'waitlistedAt'],
          },
        },
        ...[INDEXES.eventsByDate, INDEXES.eventsByOrganizer].map((index) => ({
          IndexName: index.name,
          KeySchema: keySchema(index),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['status'] },
        })),
      ],
    });
  });

  it('has the keys, indexes and projections of the table that is made without a stack', () => {
    const { TableName: _, ...properties } = eventTable('Any');
    prod.hasResourceProperties(TABLE, properties);
  });

  it('survives its stack in prod and goes with it in dev', () => {
    prod.hasResource(TABLE, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
    dev.hasResource(TABLE, {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: Match.not(true) },
    });
  });
});

describe('People', () => {
  it('sign in with their address, under a name that Cognito generates: none is chosen, and none is had again', () => {
    for (const template of [dev, prod]) {
      template.resourceCountIs(POOL, 1);
      template.hasResourceProperties(POOL, {
        UsernameAttributes: ['email'],
        AliasAttributes: Match.absent(),
        Schema: Match.absent(),
        UsernameConfiguration: { CaseSensitive: false },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      });
    }
  });

  it('keep their address until the new one is proven', () => {
    prod.hasResourceProperties(POOL, {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
  });

  it('get mail from Cognito itself where no sender is set', () => {
    prod.hasResourceProperties(POOL, { EmailConfiguration: Match.absent() });
  });

  it('has the groups that the schema names', () => {
    const groups = Object.values(prod.findResources('AWS::Cognito::UserPoolGroup'));
    expect(groups.map(({ Properties }) => Properties.GroupName).sort()).toEqual(['admins', 'door', 'organizers']);
  });

  it('protects the people of prod from deletion', () => {
    prod.hasResource(POOL, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
  });

  it('gives the frontend a client without a secret that signs in without sending the password', () => {
    prod.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });
});

function keySchema(keys: { partitionKey: string; sortKey: string }): unknown {
  return [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' },
  ];
}
