import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { busy, internalError, positionNotRead } from '../../domain/error.ts';
import { templatesOf } from './synthesise.ts';

const { api, data } = templatesOf('prod');
const dev = templatesOf('dev');
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Alarm {
  AlarmName: string;
  AlarmDescription: string;
  AlarmActions: unknown[];
  OKActions: unknown[];
  TreatMissingData: string;
  ComparisonOperator: string;
  Threshold: number;
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Metrics?: { Expression?: string; MetricStat?: { Metric: Metric; Stat: string; Period: number } }[];
  Namespace?: string;
  MetricName?: string;
  Dimensions?: Metric['Dimensions'];
}
interface Metric {
  Namespace: string;
  MetricName: string;
  Dimensions?: { Name: string; Value: unknown }[];
}

const alarms = Object.values(api.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties as Alarm);
const alarmOf = (id: string): Alarm => alarms.find(({ AlarmName }) => AlarmName.endsWith(`-${id}`))!;
const metricsOf = (alarm: Alarm): Metric[] =>
  alarm.Metrics ? alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) : [alarm as Metric];

/** Names of metrics that a function counts, from the types that hold it to them. */
const counted = {
  promoteFromWaitlist: namesIn('lambda/promoteFromWaitlist/surroundings.ts'),
  settle: namesIn('lambda/promoteFromWaitlist/surroundings.ts'),
  publishChanges: [
    ...namesIn('lambda/publishChanges/surroundings.ts'),
    ...namesIn('lambda/publishChanges/movement.ts'),
  ],
};

function namesIn(file: string): string[] {
  return [...read(file).matchAll(/'([A-Z]\w+)'/g)].map(([, name = '']) => name);
}

describe('RunbookAlarm', () => {
  const [, section = ''] = /^## Alarms\n([^]*?)^## /m.exec(read('docs/runbook.md')) ?? [];
  const headings = [...section.matchAll(/^### (\w+)$/gm)].map(([, heading = '']) => heading);
  const ids = alarms.map(({ AlarmName }) => AlarmName.replace('EventRegistration-prod-Api-', ''));

  it('has a heading in the runbook for each alarm of prod, and no heading is without an alarm', () => {
    // The one alarm that not every prod has; test/infra/mailOnPromotion.test.ts is about it.
    expect([...ids, 'MailLetters'].sort()).toEqual([...headings].sort());
    expect(Object.keys(data.findResources('AWS::CloudWatch::Alarm'))).toEqual([]);
  });

  it('leads to its heading, in words that begin with what is wrong', () => {
    for (const [index, { AlarmDescription }] of alarms.entries()) {
      expect(AlarmDescription).toMatch(
        new RegExp(
          `^(?:[A-Z]|promote|settle |publish|sweep).{30,}\\. What to do: docs/runbook\\.md#${ids[index]?.toLowerCase()}$`,
        ),
      );
    }
  });

  it('tells somebody when it goes off and when that is over, and that nothing happens only of what has to', () => {
    const [topic] = Object.keys(api.findResources('AWS::SNS::Topic'));
    for (const { AlarmName, AlarmActions, OKActions, TreatMissingData, ComparisonOperator } of alarms) {
      const isExpected = /-(AuditMissing|SweepMissing)$/.test(AlarmName);
      expect({ AlarmActions, OKActions, TreatMissingData, ComparisonOperator }).toEqual({
        AlarmActions: [{ Ref: topic }],
        OKActions: [{ Ref: topic }],
        TreatMissingData: isExpected ? 'breaching' : 'notBreaching',
        ComparisonOperator: isExpected ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      });
    }
  });

  it.each<[string, string, number, number]>([
    ['AuditMissing', 'AuditsCompleted', 6, 5],
    ['SweepMissing', 'Invocations', 6, 3],
  ])('%s goes off where %s is not counted for its periods of %i hours', (id, metricName, hours, periods) => {
    const { Threshold, EvaluationPeriods, ...alarm } = alarmOf(id);
    const [metric] = metricsOf(alarm as Alarm);
    expect([metric?.MetricName, Threshold, EvaluationPeriods]).toEqual([metricName, 1, periods]);
    expect(JSON.stringify(alarm)).toContain(`"Period":${hours * 3600}`);
  });

  it('ApiKeyExpires goes off 30 days before the end that the stack has as its parameter', () => {
    expect(JSON.stringify(alarmOf('ApiKeyExpires').Metrics)).toContain(
      JSON.stringify(['IF(EPOCH(requests) > ', { Ref: 'ApiKeyExpires' }, ' - 2592000, 1, 0)']),
    );
  });

  it('ApiKeyExpires looks at whole days, for it must not be over whenever nobody calls', () => {
    const periods = JSON.stringify(alarmOf('ApiKeyExpires').Metrics).match(/"Period":\d+/g);
    expect(new Set(periods)).toEqual(new Set(['"Period":86400']));
  });

  const quiet = { committed: 0, polled: 0, dropped: 0, invoked: 0 };
  it.each<[string, object, boolean]>([
    ['nothing happens', {}, false],
    ['all is read and announced', { committed: 9, polled: 20, dropped: 5, invoked: 3 }, false],
    ['all that is read is of no interest', { committed: 9, polled: 20, dropped: 20 }, false],
    ['the mapping is disabled', { committed: 9 }, true],
    ['the function gets no turn', { committed: 9, polled: 20, dropped: 5 }, true],
    ['the function gets no turn with what was committed before', { polled: 20, dropped: 5 }, true],
  ])('PublisherStopped judges by what is measured: %s', (_what, measured, isWrong) => {
    const { Metrics = [] } = alarmOf('PublisherStopped');
    const names = metricsOf(alarmOf('PublisherStopped')).map(({ Namespace, MetricName }) => [Namespace, MetricName]);
    expect(names).toEqual([
      ['AWS/DynamoDB', 'SuccessfulRequestLatency'],
      ['AWS/Lambda', 'PolledEventCount'],
      ['AWS/Lambda', 'FilteredOutEventCount'],
      ['AWS/Lambda', 'Invocations'],
    ]);
    const expression = Metrics.map(({ Expression }) => Expression ?? '').join('');
    expect(evaluate(expression, { ...quiet, ...measured })).toBe(isWrong ? 1 : 0);
  });

  it('PublisherStopped goes off in quiet hours too: for three periods of the 24 of two hours', () => {
    expect(alarmOf('PublisherStopped')).toMatchObject({ EvaluationPeriods: 24, DatapointsToAlarm: 3 });
  });

  it('PublisherStopped looks at the mapping, which counts what it reads in prod only', () => {
    const mapping = 'AWS::Lambda::EventSourceMapping';
    const [[mappingId = ''] = []] = Object.entries(api.findResources(mapping));
    expect(JSON.stringify(alarmOf('PublisherStopped'))).toContain(
      `{"Name":"EventSourceMappingUUID","Value":{"Ref":"${mappingId}"}}`,
    );
    api.hasResourceProperties(mapping, { MetricsConfig: { Metrics: ['EventCount'] } });
    dev.api.hasResourceProperties(mapping, { MetricsConfig: Match.absent() });
  });
});

describe('AlarmTopic', () => {
  it('is encrypted under a key that CloudWatch may use, and takes alarms of this account over TLS only', () => {
    const [[keyId = ''] = []] = Object.entries(api.findResources('AWS::KMS::Key'));
    const forAlarms = {
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    };
    api.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } });
    api.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ ...forAlarms, Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
        ]),
      },
    });
    api.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ ...forAlarms, Effect: 'Allow', Action: 'sns:Publish' }),
        ]),
      },
    });
  });
});

describe('the dashboard', () => {
  const [dashboard] = Object.values(api.findResources('AWS::CloudWatch::Dashboard'));
  const parts = dashboard?.Properties.DashboardBody['Fn::Join'][1] as unknown[];
  const { widgets } = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'X')).join('')) as {
    widgets: { properties: { metrics?: unknown[][]; alarms?: unknown[] } }[];
  };
  const shown = widgets
    .flatMap(({ properties: { metrics = [] } }) => metrics)
    .filter(([namespace]) => typeof namespace === 'string') as string[][];
  const shownOf = (namespace: string) => shown.filter(([space]) => space === namespace).map(([, name]) => name);

  it('shows what people do, what holds them up, and how each part is', () => {
    const own = [
      'Registrations',
      'WaitlistJoins',
      'Promotions',
      'Busy',
      'Conflicts',
      'Retries',
      'Published',
      'PublishFailures',
      'InternalErrors',
    ];
    expect(shownOf('EventRegistration/prod')).toEqual(expect.arrayContaining(own));
    expect(shownOf('AWS/AppSync')).toEqual(expect.arrayContaining(['Latency', '4XXError', '5XXError']));
    expect(shownOf('AWS/Lambda')).toEqual(expect.arrayContaining(['IteratorAge', 'Errors', 'Throttles', 'Duration']));
    expect(shownOf('AWS/SQS')).toEqual(['ApproximateNumberOfMessagesVisible']);
    const [{ GlobalSecondaryIndexes = [] } = {}] = Object.values(data.findResources('AWS::DynamoDB::Table')).map(
      ({ Properties }) => Properties,
    );
    const throttled = shown
      .filter(([, name]) => name === 'WriteThrottleEvents')
      .map((metric) => metric[metric.indexOf('GlobalSecondaryIndexName') + 1]);
    for (const { IndexName } of GlobalSecondaryIndexes) {
      expect(throttled).toContain(IndexName);
    }
    // Without an index: the events' table, and that of the lanes.
    expect(throttled).toHaveLength(GlobalSecondaryIndexes.length + 2);
  });

  it('and the alarms look only at metrics that the functions count, of their own stage', () => {
    const alarmed = alarms
      .flatMap(metricsOf)
      .map(({ Namespace, MetricName, Dimensions }) => [
        Namespace,
        MetricName,
        ...(Dimensions ?? []).flatMap(({ Name, Value }) => [Name, Value]),
      ]);
    const own = [...shown, ...alarmed].filter(([namespace]) => String(namespace).startsWith('EventRegistration'));
    expect(new Set(own.map(([namespace]) => namespace))).toEqual(new Set(['EventRegistration/prod']));
    for (const [service, names] of Object.entries(counted)) {
      const its = own.filter((metric) => metric.includes(service));
      expect(its.filter(([, name]) => !names.includes(name as string))).toEqual([]);
      expect(its.length).toBeGreaterThan(3);
    }
  });
});

describe('what is counted', () => {
  it.each([
    ['prod', api],
    ['dev', dev.api],
  ])('by the functions of %s is kept apart by stage', (stage, template) => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment.Variables,
    );
    expect(functions.length).toBeGreaterThanOrEqual(2);
    expect(
      functions.filter(({ POWERTOOLS_METRICS_NAMESPACE: namespace }) => namespace !== `EventRegistration/${stage}`),
    ).toEqual([]);
  });

  it('of InternalErrors is their message, which the log of fields in error is certain to keep', () => {
    api.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: `"${internalError().message}"`,
      MetricTransformations: [Match.objectLike({ MetricName: 'InternalErrors' })],
    });
    // As it stands in the error section of an answer, and in that of no other error.
    expect(JSON.stringify(internalError())).toContain(`"${internalError().message}"`);
    expect(JSON.stringify([busy('NOT_MADE'), busy('MAYBE_MADE')])).not.toContain(internalError().message);
    api.hasResourceProperties('AWS::AppSync::GraphQLApi', { LogConfig: { FieldLogLevel: 'ERROR' } });
  });

  it('of faults of the code is the type that AppSync gives them, in every spacing of JSON', () => {
    const [filter] = Object.values(
      api.findResources('AWS::Logs::MetricFilter', {
        Properties: { MetricTransformations: [Match.objectLike({ MetricName: 'ResolverFaults' })] },
      }),
    );
    const terms = [...String(filter?.Properties.FilterPattern).matchAll(/\?("(?:[^"\\]|\\.)*")/g)].map(
      ([, term = '']) => JSON.parse(term) as string,
    );
    const error = { path: ['getEvent'], errorType: 'Code', message: 'code.js:1:2: TypeError' };
    const isCounted = (line: string) => terms.some((term) => line.includes(term));
    const spaced = JSON.stringify(error, null, 1);
    for (const line of [JSON.stringify(error), spaced, spaced.replaceAll('":', '" :')]) {
      expect(isCounted(line)).toBe(true);
      expect(isCounted(line.replace('Code', 'Busy'))).toBe(false);
    }
  });

  it('of failed reads of a position is their message, which no other Busy has', () => {
    const { message } = positionNotRead();
    api.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: `"${message}"`,
      MetricTransformations: [Match.objectLike({ MetricName: 'FailedPositionReads' })],
    });
    expect(positionNotRead()).toEqual({ ...busy('NOT_MADE'), message });
    expect([busy('NOT_MADE').message, busy('MAYBE_MADE').message]).not.toContain(message);
    for (const field of ['Query.getRegistration', 'Event.viewerRegistration']) {
      expect(read(`resolvers/registration/${field}/pipeline.ts`)).toContain('positionNotRead()');
    }
    for (const file of ['readOn.ts', 'stash.ts']) {
      expect(read(`resolvers/shared/position/${file}`)).toContain('unread');
      expect(read(`resolvers/shared/position/${file}`)).not.toMatch(/busy\(|console/);
    }
  });

  it('field by field is registering and unregistering only, for each field costs', () => {
    const measured = api.findResources('AWS::AppSync::Resolver', { Properties: { MetricsConfig: 'ENABLED' } });
    expect(
      Object.values(measured)
        .map(({ Properties }) => Properties.FieldName)
        .sort(),
    ).toEqual(['registerForEvent', 'unregisterFromEvent']);
  });
});

describe('dev', () => {
  it('has nothing of all this, because it costs by the month', () => {
    for (const type of ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::KMS::Key', 'AWS::SNS::Topic']) {
      dev.api.resourceCountIs(type, 0);
    }
    dev.api.hasResourceProperties('AWS::AppSync::GraphQLApi', { EnhancedMetricsConfig: Match.absent() });
  });
});

describe('every resource that can be tagged', () => {
  it.each([
    ['data', data],
    ['api', api],
  ] as const)('of the %s stack is tagged with application and stage', (_name, template) => {
    const tagged = [
      'AWS::DynamoDB::Table',
      'AWS::Lambda::Function',
      'AWS::SQS::Queue',
      'AWS::SNS::Topic',
      'AWS::AppSync::GraphQLApi',
      'AWS::Logs::LogGroup',
    ];
    const resources = Object.values(
      template.toJSON().Resources as Record<string, { Type: string; Properties: { Tags?: unknown[] } }>,
    );
    const untagged = resources.filter(
      ({ Type, Properties: { Tags } }) =>
        tagged.includes(Type) &&
        !(JSON.stringify(Tags ?? []).includes('"stage"') && JSON.stringify(Tags ?? []).includes('"application"')),
    );
    expect(untagged).toEqual([]);
  });
});

describe('the stack policy', () => {
  it('refuses to replace or delete what is recorded as durable, and nothing else', () => {
    const { Statement } = JSON.parse(read('infra/operation/stackPolicy.json')) as {
      Statement: Record<string, unknown>[];
    };
    const {
      data: { resources: ofData },
      api: { resources: ofApi },
    } = JSON.parse(read('test/infra/durable.recorded.json')) as Record<
      'data' | 'api',
      { resources: Record<string, { Type: string }> }
    >;
    const types = [...Object.values(ofData), ...Object.values(ofApi)].map(({ Type }) => Type);
    const everything = { Principal: '*', Resource: '*' };
    const ResourceType = expect.toSatisfy(
      (listed: string[]) => [...listed].sort().join() === [...new Set(types)].sort().join(),
    );
    expect(Statement).toEqual([
      { ...everything, Effect: 'Allow', Action: 'Update:*' },
      {
        ...everything,
        Effect: 'Deny',
        Action: ['Update:Replace', 'Update:Delete'],
        Condition: { StringEquals: { ResourceType } },
      },
    ]);
  });
});

describe('the costs in docs/deploy.md', () => {
  const text = read('docs/deploy.md').replaceAll(/ +/g, ' ');
  const [perMillion = '', idle = ''] = text.split('## What it costs')[1]?.split('**An idle month**') ?? [];
  const amounts = (table: string) =>
    [...table.matchAll(/^\| .* \| (\d+\.\d\d) \|$/gm)].map(([, amount]) => Number(amount));
  const together = (table: string) => Number(/\*\*together\*\* \| \| \*\*([\d.]+)\*\*/.exec(table)?.[1]);

  it.each([
    ['a million registrations', perMillion],
    ['an idle month', idle],
  ])('add up for %s', (_of, table) => {
    expect(amounts(table).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(together(table), 2);
    expect(amounts(table).length).toBeGreaterThan(5);
  });

  it('are those that were measured', () => {
    const [, units = '', reads = '', table = '', appSync = ''] =
      /: ([\d.]+) million write units and ([\d.]+) million read units, \$([\d.]+) at DynamoDB, and \$([\d.]+) for/.exec(
        read('docs/performance.md').replaceAll(/\s+/g, ' '),
      ) ?? [];
    expect(perMillion).toContain(
      `| ${units} million write units at 0.625, ${reads} million read units at 0.125 | ${table} |`,
    );
    expect(amounts(perMillion).slice(0, 2)).toEqual([Number(table), Number(appSync)]);
  });

  it('count the alarms and the rules that there are', () => {
    const looked = alarms.reduce((sum, alarm) => sum + metricsOf(alarm).length, 0);
    expect(idle).toContain(`| ${looked} metrics that alarms look at, at 0.10 | ${(looked / 10).toFixed(2)} |`);
    const [{ Rules = [] } = {}] = Object.values(api.findResources('AWS::WAFv2::WebACL')).map(
      ({ Properties }) => Properties,
    );
    const [{ Rules: poolRules = [] } = {}] = Object.values(data.findResources('AWS::WAFv2::WebACL')).map(
      ({ Properties }) => Properties,
    );
    for (const [what, { length }] of Object.entries({ firewall: Rules, 'firewall of the user pool': poolRules })) {
      expect(idle).toContain(`| ${what} | a web ACL at 5.00, ${length} rules at 1.00 | ${(5 + length).toFixed(2)} |`);
    }
  });
});

/** What CloudWatch's metric math yields for these sums; `FILL` has nothing to fill. */
function evaluate(expression: string, sums: Record<string, number>): unknown {
  const script = expression
    .replaceAll(/FILL\((\w+), 0\)/g, (_, name: string) => String(sums[name]))
    .replaceAll(' AND ', ' && ')
    .replaceAll(' OR ', ' || ')
    .replace(/^IF\((.*), 1, 0\)$/, '($1) ? 1 : 0');
  return runInNewContext(script) as unknown;
}
