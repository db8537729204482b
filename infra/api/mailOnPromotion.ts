import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Rule, type IEventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ContextError } from '../context.ts';
import type { MailSender } from '../data/mailSender.ts';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';

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

/** An example of a rule on the bus, and of a function behind it: mail to whoever comes from the waitlist to a seat. */
export class MailOnPromotion extends Construct {
  constructor(scope: Construct, id: string, { settings, bus, userPool, sender }: MailOnPromotionProps) {
    super(scope, id);
    const { fromEmail, fromName, verifiedDomain = fromEmail, region = Aws.REGION } = sender;
    const identity = Stack.of(this).formatArn({
      service: 'ses',
      region,
      resource: 'identity',
      resourceName: verifiedDomain,
    });
    const { function: mail } = addObservedFunction(this, {
      settings,
      name: 'mailOnPromotion',
      description: 'Writes to people who come from the waitlist to a seat.',
      timeout: Duration.seconds(20),
      access: {
        mail: [
          new PolicyStatement({ actions: ['cognito-idp:AdminGetUser'], resources: [userPool.userPoolArn] }),
          new PolicyStatement({ actions: ['ses:SendEmail'], resources: [identity] }),
        ],
      },
      environment: {
        USER_POOL_ID: userPool.userPoolId,
        MAIL_FROM: fromName === undefined ? fromEmail : `${fromName} <${fromEmail}>`,
        ...(sender.region === undefined ? {} : { MAIL_REGION: sender.region }),
      },
    });
    new Rule(this, 'Promoted', {
      description: 'Mail to people who are promoted.',
      eventBus: bus,
      eventPattern: { detailType: ['RegistrationPromoted'] },
      targets: [new LambdaFunction(mail)],
    });
  }
}
