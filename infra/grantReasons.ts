/** Why X-Ray's actions are granted on everything; acknowledged where the roles are made. */
export const TRACES_REASON = 'X-Ray knows no permission for single resources; this role may only send traces.';

/** A permission that needs a reason in writing; a test finds those without one, and reasons without a permission. */
export interface GrantReason {
  /** Type of the resource whose policy it is. */
  ownerType: string;
  /** How the logical id of that resource begins; that of any if left out. */
  owner?: string;
  /** A part of the resource's name; any if left out. */
  resource?: string;
  actions: readonly string[];
  reason: string;
}

/** Actions or resources with a wildcard. */
export const WILDCARD_REASONS: readonly GrantReason[] = [
  {
    ownerType: 'AWS::IAM::Role',
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    reason: TRACES_REASON,
  },
  {
    ownerType: 'AWS::KMS::Key',
    actions: ['kms:*'],
    reason: 'In the policy of a key, * is this key; the account’s administrators manage it, as CDK sets it up.',
  },
  {
    ownerType: 'AWS::KMS::Key',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    reason: 'In the policy of a key, * is this key; CloudWatch needs both to publish alarms (SNS Developer Guide).',
  },
];

/**
 * Permissions that are used by AWS outside the code of this repository, or only where others are in the way, so that no
 * step of the tour shows their need.
 */
export const PLATFORM_REASONS: readonly GrantReason[] = [
  {
    ownerType: 'AWS::IAM::Role',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    reason:
      'Lambda writes what a function prints under the function’s role (Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs").',
  },
  {
    ownerType: 'AWS::IAM::Role',
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    reason:
      'Lambda sends the traces of a function under its role (Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray").',
  },
  {
    ownerType: 'AWS::IAM::Role',
    owner: 'LaneWriterRole',
    actions: ['dynamodb:GetItem'],
    reason:
      'AppSync repeats a put whose answer was lost, and reads what is there when the condition fails (docs/reference/appsync.md#failed-conditions-of-single-writes).',
  },
  {
    ownerType: 'AWS::IAM::Role',
    owner: 'SettleRole',
    resource: 'LaneTable',
    actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
    reason: 'Asking combiners to pause, once a race is lost to one: the tables of this tour have no conflicts.',
  },
  {
    ownerType: 'AWS::IAM::Role',
    owner: 'PromoteFromWaitlistRole',
    actions: ['dynamodb:ConditionCheckItem'],
    reason: 'The function of the release before works under this role during a deployment and after a roll-back.',
  },
  {
    ownerType: 'AWS::IAM::Policy',
    actions: ['lambda:InvokeFunction'],
    reason:
      'An audit or a task in the background that takes longer than a function may run has itself invoked again: nothing here takes so long.',
  },
  {
    ownerType: 'AWS::IAM::Role',
    owner: 'CascadeRole',
    actions: ['sqs:SendMessage'],
    reason:
      'Lambda sends what has failed three times to the dead-letter queue under the function’s role (Lambda Developer Guide, "Adding a dead-letter queue").',
  },
  {
    ownerType: 'AWS::IAM::Role',
    owner: 'EraseUsersRole',
    actions: ['sqs:SendMessage'],
    reason:
      'Lambda sends what has failed three times to the dead-letter queue under the function’s role (Lambda Developer Guide, "Adding a dead-letter queue").',
  },
  {
    ownerType: 'AWS::IAM::Policy',
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    reason:
      'AppSync logs failing fields under the role that the API names, with these three (AppSync Developer Guide, "Monitoring and logging").',
  },
];
