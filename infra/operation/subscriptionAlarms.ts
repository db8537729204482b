import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { apiMetric } from './metrics.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './runbookAlarm.ts';
import type { Watched } from './watched.ts';

/**
 * The alarms on what subscribers cost: everybody who has the API key may subscribe, and every message to every one of
 * them is paid for. The numbers are reckoned in docs/deploy.md#what-subscribers-can-cost.
 */
export function addSubscriptionAlarms(
  scope: Construct,
  topic: RunbookAlarmProps['topic'],
  { api }: Pick<Watched, 'api'>,
): RunbookAlarm[] {
  const alarms: Record<string, Omit<RunbookAlarmProps, 'topic'>> = {
    ActiveSubscriptions: {
      what: 'More subscriptions are active than 30,000 people need who follow an event each: every change costs as many messages.',
      metric: apiMetric(api, 'ActiveSubscriptions', Stats.SUM).with({ period: Duration.minutes(1) }),
      threshold: 100_000,
      evaluationPeriods: 3,
    },
    SubscriptionMessages: {
      what: 'Subscribers are sent five million messages in five minutes, which cost 10 dollars.',
      metric: apiMetric(api, 'PublishDataMessageSuccess', Stats.SUM),
      threshold: 5_000_000,
    },
    SubscriptionConnects: {
      what: 'Clients open 50,000 connections in five minutes: more than one opening brings, or they lose them again and again.',
      metric: apiMetric(api, 'ConnectSuccess', Stats.SUM),
      threshold: 50_000,
    },
  };
  return Object.entries(alarms).map(([id, alarm]) => new RunbookAlarm(scope, id, { topic, ...alarm }));
}
