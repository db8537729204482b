import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { appOf, templatesOf } from './synthesise.ts';

const BUDGET = 'AWS::Budgets::Budget';
const budgetsWith = (context: object, stage: 'dev' | 'prod' = 'prod') =>
  Object.values(Template.fromStack(appOf(stage, context).api).findResources(BUDGET)).map(
    ({ Properties }) => Properties as Record<string, unknown>,
  );

describe('what subscribers can cost', () => {
  it.each([
    ['ActiveSubscriptions', 'ActiveSubscriptions', 60, 100_000, 3],
    ['SubscriptionMessages', 'PublishDataMessageSuccess', 300, 5_000_000, 1],
    ['SubscriptionConnects', 'ConnectSuccess', 300, 50_000, 1],
  ])('is watched by the alarm %s', (id, MetricName, Period, Threshold, EvaluationPeriods) => {
    templatesOf('prod').api.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `EventRegistration-prod-Api-${id}`,
      Metrics: [
        Match.objectLike({
          MetricStat: { Metric: Match.objectLike({ Namespace: 'AWS/AppSync', MetricName }), Period, Stat: 'Sum' },
        }),
      ],
      Threshold,
      EvaluationPeriods,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });
});

describe('the budget', () => {
  it('is there only if the context says who is to be told, and in prod only', () => {
    expect(templatesOf('prod').api.findResources(BUDGET)).toEqual({});
    expect(budgetsWith({ budgetEmail: 'team@example.com' }, 'dev')).toEqual([]);
  });

  it('tells of what is spent before it is too much, and of what is forecast', () => {
    const [budget] = budgetsWith({ budgetEmail: 'team@example.com', budgetUsd: '250' });
    expect(budget?.Budget).toMatchObject({ BudgetLimit: { Amount: 250, Unit: 'USD' }, TimeUnit: 'MONTHLY' });
    const told = budget?.NotificationsWithSubscribers as { Notification: object; Subscribers: object[] }[];
    expect(told.map(({ Notification }) => Notification)).toMatchObject([
      { NotificationType: 'ACTUAL', Threshold: 80 },
      { NotificationType: 'FORECASTED', Threshold: 100 },
    ]);
    for (const { Subscribers } of told) {
      expect(Subscribers).toEqual([{ SubscriptionType: 'EMAIL', Address: 'team@example.com' }]);
    }
  });

  it('has no name of its own, or a new address, which makes a new budget beside the old one, could not be deployed', () => {
    const [budget] = budgetsWith({ budgetEmail: 'team@example.com' });
    expect(budget?.Budget).not.toHaveProperty('BudgetName');
  });

  it.each([{ budgetEmail: 'team' }, { budgetUsd: '10' }, { budgetEmail: 'a@b.c', budgetUsd: 'much' }])(
    'is refused for a context of %j',
    (context) => {
      expect(() => appOf('prod', context)).toThrow('budgetEmail and budgetUsd must be an e-mail address');
    },
  );
});
