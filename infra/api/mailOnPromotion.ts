import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Rule, type IEventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ContextError } from '../context.ts';
import { mailboxOf, type MailSender } from '../data/mailSender.ts';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { addDeadLetters } from './deadLetters.ts';

/**
 * `mailOnPromotion` of the CDK context (docs/events/README.md#mail-on-promotion): the stage that writes to people who
 * are promoted. Null if it is not this one.
 * @param sender `mailSender` of this stage
 * @throws ContextError
 */
export function promotionMailOf(
  context: unknown,
  { stage }: StageSettings,
  sender: MailSender | null,
): MailSender | null {
  if (context === undefined) {
    return null;
  }
  if (context !== 'dev' && context !== 'prod') {
    throw new ContextError('mailOnPromotion', 'dev or prod');
  }
  if (context === stage && sender === null) {
    throw new ContextError('mailSender', `set for ${stage}, as mailOnPromotion is`);
  }
  return context === stage ? sender : null;
}

export interface MailOnPromotionProps {
  settings: StageSettings;
  bus: IEventBus;
  userPool: IUserPool;
  sender: MailSender;
}

/**
 * An example of a rule on the bus, and of a function behind it: mail to whoever comes from the waitlist to a seat. An
 * event that cannot be handed over in a day, or whose mail fails three times, is a dead letter.
 */
export class MailOnPromotion extends Construct {
  readonly function: Function;
  /** Events whose mails were given up. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, bus, userPool, sender }: MailOnPromotionProps) {
    super(scope, id);
    const { fromEmail, verifiedDomain = fromEmail, region = Aws.REGION } = sender;
    const identity = Stack.of(this).formatArn({
      service: 'ses',
      region,
      resource: 'identity',
      resourceName: verifiedDomain,
    });
    this.deadLetters = addDeadLetters(this);
    this.function = addObservedFunction(this, {
      settings,
      name: 'mailOnPromotion',
      description: 'Writes to people who come from the waitlist to a seat.',
      timeout: Duration.seconds(20),
      deadLetterQueue: this.deadLetters,
      access: {
        mail: [
          new PolicyStatement({ actions: ['cognito-idp:AdminGetUser'], resources: [userPool.userPoolArn] }),
          new PolicyStatement({ actions: ['ses:SendEmail'], resources: [identity] }),
        ],
        deadLetters: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] })],
      },
      environment: {
        USER_POOL_ID: userPool.userPoolId,
        MAIL_FROM: mailboxOf(sender),
        MAIL_REGION: region,
      },
    }).function;
    new Rule(this, 'Promoted', {
      description: 'Mail to people who are promoted.',
      eventBus: bus,
      eventPattern: { detailType: ['RegistrationPromoted'] },
      targets: [new LambdaFunction(this.function, { deadLetterQueue: this.deadLetters })],
    });
  }
}
