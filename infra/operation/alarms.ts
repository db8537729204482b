import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { apiMetric, committed, countedBy, mappingMetric, sumOf, throttles, throttlesOf } from './metrics.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './runbookAlarm.ts';
import type { Watched } from './watched.ts';

/** The alarms, by id; docs/runbook.md has a heading for each. */
export function addAlarms(scope: Construct, topic: RunbookAlarmProps['topic'], watched: Watched): RunbookAlarm[] {
  return Object.entries({
    ...aboutRequests(watched),
    ...aboutFunctions(watched),
    ...aboutData(watched),
    ...aboutStream(watched),
    ...aboutCascade(watched),
    ...aboutMail(watched),
  }).map(([id, alarm]) => new RunbookAlarm(scope, id, { topic, ...alarm }));
}

type Alarms = Record<string, Omit<RunbookAlarmProps, 'topic'>>;

const FIVE_MINUTES = { period: Duration.minutes(5) };

function aboutRequests({ settings, api, internalErrors, resolverFaults, failedPositionReads }: Watched): Alarms {
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
    ApiKeyExpires: {
      what: 'The public API key ends within 30 days, as far as the stack knows; then everybody who uses it is refused.',
      metric: new MathExpression({
        expression: `IF(EPOCH(requests) > ${api.apiKeyExpires} - ${30 * 24 * 3600}, 1, 0)`,
        usingMetrics: { requests: apiMetric(api, 'Latency', Stats.SAMPLE_COUNT) },
        label: 'the API key ends soon',
        // Missing data is no alarm: within a day somebody calls, within five minutes at night nobody does.
        period: Duration.days(1),
      }),
      threshold: 1,
    },
    ResolverFaults: {
      what: 'The code of a resolver fails itself: its field is answered with the type Code.',
      metric: resolverFaults,
      threshold: 1,
    },
    FailedPositionReads: {
      what: 'People who wait are told Busy when they look at their position.',
      metric: failedPositionReads,
      threshold: 5,
    },
    Busy: {
      what: 'People are told to try again, because an event is contended for longer than a request may take.',
      metric: sumOf(
        [countedBy(settings, 'promoteFromWaitlist', 'Busy'), countedBy(settings, 'settle', 'Busy')],
        'people told Busy',
      ),
      threshold: 20,
    },
  };
}

/** Throttles of promoteFromWaitlist are none: in a crowd they are expected, and whoever meets one has left a ticket. */
function aboutFunctions({ promoteFromWaitlist, settle, publishChanges, sweepLanes }: Watched): Alarms {
  return {
    PromoteErrors: {
      what: 'promoteFromWaitlist crashes or times out: people are told Busy, and do not know whether they are registered.',
      metric: promoteFromWaitlist.metricErrors(FIVE_MINUTES),
      threshold: 1,
    },
    SettleErrors: {
      what: 'settle crashes or times out: organizers are told Busy, and do not know whether their change is made.',
      metric: settle.metricErrors(FIVE_MINUTES),
      threshold: 1,
    },
    SettleThrottles: {
      what: 'More invocations of settle are asked for than are reserved for it: organizers and healing have to wait.',
      metric: settle.metricThrottles(FIVE_MINUTES),
      threshold: 10,
    },
    PublishThrottles: {
      what: 'The stream has more shards than invocations are reserved for publishChanges: changes are announced late.',
      metric: publishChanges.metricThrottles(FIVE_MINUTES),
      threshold: 10,
    },
    SweepErrors: {
      what: 'sweepLanes fails or is not finished in time: tickets of the lanes are kept for longer than is promised.',
      metric: sweepLanes.metricErrors(FIVE_MINUTES),
      threshold: 1,
    },
    SweepMissing: {
      what: 'sweepLanes was not started for 18 hours: tickets of the lanes are kept for longer than is promised.',
      metric: sweepLanes.metricInvocations({ period: Duration.hours(6) }),
      threshold: 1,
      evaluationPeriods: 3,
      isExpected: true,
    },
  };
}

function aboutData({ settings, table, laneTable }: Watched): Alarms {
  const damage = [
    ...(['promoteFromWaitlist', 'settle'] as const).flatMap((service) => [
      countedBy(settings, service, 'DamagedEntries'),
      countedBy(settings, service, 'DamagedCounters'),
    ]),
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
    LaneThrottles: {
      what: 'The table of the lanes refuses reads or writes: people in a crowd wait for longer.',
      metric: sumOf(throttlesOf(laneTable), 'throttles'),
      threshold: 10,
    },
  };
}

function aboutStream({ table, deadLetters, mappingId, publishChanges }: Watched): Alarms {
  return {
    DeadLetters: {
      what: 'Changes were not announced: subscribers show old data until they fetch again.',
      metric: lettersIn(deadLetters),
      threshold: 1,
    },
    PublisherStopped: {
      what: 'Changes are committed and nobody reads them from the stream, or publishChanges is not invoked with them.',
      // Neither the age of the stream nor errors are measured where nothing runs.
      metric: new MathExpression({
        expression:
          'IF((FILL(committed, 0) > 0 AND FILL(polled, 0) == 0) OR (FILL(polled, 0) > FILL(dropped, 0) AND FILL(invoked, 0) == 0), 1, 0)',
        usingMetrics: {
          committed: committed(table),
          polled: mappingMetric(mappingId, 'PolledEventCount'),
          dropped: mappingMetric(mappingId, 'FilteredOutEventCount'),
          invoked: publishChanges.metricInvocations(FIVE_MINUTES),
        },
        label: 'publisher stopped',
        ...FIVE_MINUTES,
      }),
      threshold: 1,
      // In quiet hours few periods have commits. One alone may be wrong: committed at its end, read in the next.
      evaluationPeriods: 24,
      datapointsToAlarm: 3,
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

function aboutCascade({ settings, cascadeLetters, eraseUsersLetters }: Watched): Alarms {
  return {
    CascadeLetters: {
      what: 'A task on many items was given up: people of a cancelled event are not told, or the event is not cleared.',
      metric: lettersIn(cascadeLetters),
      threshold: 1,
    },
    EraseUsersLetters: {
      what: 'Deleting a user was given up: what is left of them stays until it is begun anew.',
      metric: lettersIn(eraseUsersLetters),
      threshold: 1,
    },
    CascadeMiscounts: {
      what: 'A cancelled event counts people who are not to be found: its telling has ended, and the counters are damaged.',
      metric: countedBy(settings, 'cascade', 'CascadeMiscounts'),
      threshold: 1,
    },
  };
}

function aboutMail({ mailLetters }: Watched): Alarms {
  return mailLetters === null
    ? {}
    : {
        MailLetters: {
          what: 'Mails to people who have come from the waitlist to a seat were given up: they do not hear of it.',
          metric: lettersIn(mailLetters),
          threshold: 1,
        },
      };
}

function lettersIn(queue: Queue): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: Stats.MAXIMUM });
}
