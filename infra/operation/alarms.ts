import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { apiMetric, countedBy, sumOf, throttles } from './metrics.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './runbookAlarm.ts';
import type { Watched } from './watched.ts';

/** The alarms, by id; docs/runbook.md has a heading for each. */
export function addAlarms(scope: Construct, topic: RunbookAlarmProps['topic'], watched: Watched): RunbookAlarm[] {
  return Object.entries({ ...aboutRequests(watched), ...aboutData(watched), ...aboutStream(watched) }).map(
    ([id, alarm]) => new RunbookAlarm(scope, id, { topic, ...alarm }),
  );
}

type Alarms = Record<string, Omit<RunbookAlarmProps, 'topic'>>;

const FIVE_MINUTES = { period: Duration.minutes(5) };

function aboutRequests({ settings, api, internalErrors, promoteFromWaitlist }: Watched): Alarms {
  return {
    ApiServerErrors: {
      what: 'AppSync itself fails: requests end with HTTP 5xx.',
      metric: apiMetric(api, '5XXError', Stats.SUM),
      threshold: 5,
    },
    ApiClientErrors: {
      what: 'A fifth of all requests is refused as a whole (HTTP 4xx): credentials that are no longer taken, a client gone wrong, or throttling.',
      metric: new MathExpression({
        expression: 'IF(requests > 100, 100 * refused / requests, 0)',
        usingMetrics: {
          refused: apiMetric(api, '4XXError', Stats.SUM),
          requests: apiMetric(api, 'Latency', Stats.SAMPLE_COUNT),
        },
        label: 'refused requests in percent',
        ...FIVE_MINUTES,
      }),
      threshold: 20,
      evaluationPeriods: 2,
    },
    ApiLatency: {
      what: 'One request in ten takes two seconds or more, for a quarter of an hour.',
      metric: apiMetric(api, 'Latency', 'p90'),
      threshold: 2000,
      evaluationPeriods: 3,
    },
    InternalErrors: {
      what: 'Somebody was answered InternalError: a resolver met something that it cannot explain.',
      metric: internalErrors,
      threshold: 1,
    },
    Busy: {
      what: 'People are told to try again, because an event is contended for longer than a request may take.',
      metric: countedBy(settings, 'promoteFromWaitlist', 'Busy'),
      threshold: 20,
    },
    PromoteErrors: {
      what: 'promoteFromWaitlist crashes or times out: people are told Busy, and do not know whether they are registered.',
      metric: promoteFromWaitlist.metricErrors(FIVE_MINUTES),
      threshold: 1,
    },
    PromoteThrottles: {
      what: 'More invocations of promoteFromWaitlist are asked for than the account runs at a time: people are told Busy at once.',
      metric: promoteFromWaitlist.metricThrottles(FIVE_MINUTES),
      threshold: 10,
    },
  };
}

function aboutData({ settings, table }: Watched): Alarms {
  const damage = [
    countedBy(settings, 'promoteFromWaitlist', 'DamagedEntries'),
    countedBy(settings, 'promoteFromWaitlist', 'DamagedCounters'),
    countedBy(settings, 'publishChanges', 'Healed'),
  ];
  return {
    Damage: {
      what: 'Records contradict each other, which no operation of this API leaves behind: something else has written to the table.',
      metric: sumOf(damage, 'damage found'),
      threshold: 1,
    },
    TableThrottles: {
      what: 'The table or one of its indexes refuses reads or writes: requests are slow, and Busy follows.',
      metric: sumOf(throttles(table), 'throttles'),
      threshold: 10,
    },
  };
}

function aboutStream({ deadLetters, publishChanges }: Watched): Alarms {
  return {
    DeadLetters: {
      what: 'Changes were not announced: subscribers show old data until they fetch again.',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
    },
    StreamBehind: {
      what: 'Changes are announced more than two minutes late; after an hour they are given up.',
      metric: publishChanges.metric('IteratorAge', { period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
      threshold: 120_000,
      evaluationPeriods: 3,
    },
    PublishErrors: {
      what: 'publishChanges fails again and again: changes are announced late, and given up after an hour.',
      metric: publishChanges.metricErrors(FIVE_MINUTES),
      threshold: 5,
      evaluationPeriods: 2,
    },
  };
}
