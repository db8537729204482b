import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface RunbookAlarmProps {
  /** Whom it tells when it goes off, and when that is over. */
  topic: ITopic;
  /** One or two sentences: what is wrong, and what people notice of it. */
  what: string;
  metric: IMetric;
  /** It goes off at this value or above… */
  threshold: number;
  /** …in so many periods of the metric, one after the other. 1 if left out. */
  evaluationPeriods?: number;
  /** …or in this many of them, in whichever. */
  datapointsToAlarm?: number;
  /** The other way round: it goes off below the threshold, and where there is no data. For what has to happen. */
  isExpected?: boolean;
}

/**
 * An alarm that says what to do: its id is a heading of docs/runbook.md, to which its description leads.
 * Missing data is no reason for alarm, for at night nothing may happen at all; but for what has to happen.
 */
export class RunbookAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { topic, what, metric, threshold, evaluationPeriods = 1, datapointsToAlarm, isExpected = false }: RunbookAlarmProps,
  ) {
    super(scope, id, {
      alarmName: `${Stack.of(scope).stackName}-${id}`,
      alarmDescription: `${what} What to do: docs/runbook.md#${id.toLowerCase()}`,
      metric,
      threshold,
      evaluationPeriods,
      ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
      comparisonOperator: isExpected
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: isExpected ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(topic));
    this.addOkAction(new SnsAction(topic));
  }
}
