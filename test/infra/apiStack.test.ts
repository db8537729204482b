import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { apiKeyExpiry } from '../../infra/api/apiKeyExpiry.ts';
import { appOf, templatesOf } from './synthesise.ts';

const API = 'AWS::AppSync::GraphQLApi';
const FUNCTION = 'AWS::Lambda::Function';
const dev = templatesOf('dev').api;
const prod = templatesOf('prod').api;

describe('EventApi', () => {
  it('takes tokens of its own client by default, IAM and an API key besides', () => {
    prod.hasResourceProperties(API, {
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: {
        DefaultAction: 'ALLOW',
        AppIdClientRegex: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith(['^', '$'])] }),
      },
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }, { AuthenticationType: 'API_KEY' }],
    });
  });

  it('traces, limits depth and resolvers, and hands the resolvers the name of the table', () => {
    prod.hasResourceProperties(API, {
      XrayEnabled: true,
      QueryDepthLimit: 15,
      ResolverCountLimit: 240,
      EnvironmentVariables: { TABLE_NAME: Match.anyValue() },
    });
  });

  it('logs failing fields without their content', () => {
    for (const template of [prod, dev]) {
      template.hasResourceProperties(API, { LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true } });
    }
  });

  it('answers introspection in dev only', () => {
    dev.hasResourceProperties(API, { IntrospectionConfig: 'ENABLED' });
    prod.hasResourceProperties(API, { IntrospectionConfig: 'DISABLED' });
  });

  it('names the expiry of its API key', () => {
    const days = 24 * 60 * 60;
    prod.hasResourceProperties('AWS::AppSync::ApiKey', { Expires: { Ref: 'ApiKeyExpires' } });
    const { Default: expires } = Object.values(prod.findParameters('ApiKeyExpires'))[0] as { Default: number };
    const remaining = expires - Date.now() / 1000;
    expect(remaining).toBeGreaterThan(330 * days);
    expect(remaining).toBeLessThanOrEqual(365 * days);
  });

  it('tells where it is', () => {
    const names = [
      'ApiUrl',
      'RealtimeUrl',
      'ApiKey',
      'Region',
      'TableName',
      'LaneTableName',
      'UserPoolId',
      'UserPoolClientId',
    ];
    expect(Object.keys(prod.findOutputs('*'))).toEqual(expect.arrayContaining(names));
  });
});

describe('the API key', () => {
  const day = 24 * 60 * 60 * 1000;
  const resources = (stage: 'dev' | 'prod', nowMs: number) => {
    const template = Template.fromStack(appOf(stage, {}, nowMs).api).toJSON() as Record<string, object>;
    return template.Resources;
  };

  // A deployment keeps the parameters of the one before; so does its rolling back.
  it.each([
    ['dev', 89],
    ['prod', 364],
  ] as const)(
    'of %s is no part of a deployment %i days after the one before, whose end would be past when it is rolled back',
    (stage, days) => {
      const firstMs = Date.UTC(2030, 0, 1, 12);
      const [first, second] = [resources(stage, firstMs), resources(stage, firstMs + days * day)];
      expect(second).toEqual(first);
      const keys = Object.values(first as Record<string, { Type: string; Properties: { Expires?: unknown } }>).filter(
        ({ Type }) => Type === 'AWS::AppSync::ApiKey',
      );
      expect(keys.map(({ Properties }) => Properties.Expires)).toEqual([{ Ref: 'ApiKeyExpires' }]);
    },
  );
});

describe('apiKeyExpiry', () => {
  it('counts from the first of the UTC month, so that templates of one month are equal', () => {
    const first = apiKeyExpiry(Date.UTC(2026, 10, 1), 90);
    const last = apiKeyExpiry(Date.UTC(2026, 10, 30, 23, 59), 90);
    expect(last.toEpoch()).toBe(first.toEpoch());
    expect(first.date.toISOString()).toBe('2027-01-30T00:00:00.000Z');
  });
});

describe('PromoteFromWaitlist', () => {
  it('runs on the newest Node on arm64, ends within the 30 s of AppSync, and traces', () => {
    prod.hasResourceProperties(FUNCTION, {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 29,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: Match.anyValue() },
      Environment: { Variables: { TABLE_NAME: Match.anyValue(), POWERTOOLS_SERVICE_NAME: 'promoteFromWaitlist' } },
    });
  });
});

describe('resolvers', () => {
  it('run on APPSYNC_JS, each from a file of its own', () => {
    for (const type of ['AWS::AppSync::Resolver', 'AWS::AppSync::FunctionConfiguration']) {
      prod.allResourcesProperties(type, {
        Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
        CodeS3Location: Match.anyValue(),
      });
    }
  });

  it('are deployed four at a time, because AppSync throttles its control plane', () => {
    const wired = {
      ...prod.findResources('AWS::AppSync::Resolver'),
      ...prod.findResources('AWS::AppSync::FunctionConfiguration'),
    };
    const first = Object.values(wired).filter(({ DependsOn }) => !(DependsOn as string[]).some((id) => id in wired));
    expect(first).toHaveLength(4);
  });
});
