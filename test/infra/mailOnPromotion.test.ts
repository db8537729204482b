import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { promotionMailOf } from '../../infra/api/mailOnPromotion.ts';
import { ContextError } from '../../infra/context.ts';
import { settingsOf } from '../../infra/stage.ts';
import { pageOf } from '../readme/deployCommands.ts';
import { appOf, templatesOf } from './synthesise.ts';

const RULE = 'AWS::Events::Rule';
const SENDER = { fromEmail: 'events@example.com', fromName: 'Events', region: 'eu-west-1' };
const settings = settingsOf('prod');

describe('mailOnPromotion', () => {
  it('is off unless it is asked for', () => {
    const { api } = templatesOf('prod');
    api.resourcePropertiesCountIs(RULE, { EventPattern: Match.anyValue() }, 0);
    expect(api.findOutputs('Mail*')).toEqual({});
    expect(promotionMailOf(undefined, settings, SENDER)).toBeNull();
    expect(promotionMailOf('dev', settings, SENDER)).toBeNull();
    expect(promotionMailOf('prod', settings, SENDER)).toEqual(SENDER);
  });

  it.each([
    ['without a sender of the stage', 'prod'],
    ['with something else than a stage', true],
  ])('is refused %s', (_what, context) => {
    expect(() => promotionMailOf(context, settings, null)).toThrow(ContextError);
  });
});

describe('mailOnPromotion of a stage that has it', () => {
  const made = Template.fromStack(
    appOf('prod', { mailOnPromotion: 'prod', mailSender: { ...SENDER, stage: 'prod' } }).api,
  );
  const idOf = (type: string): string =>
    Object.keys(made.findResources(type)).find((id) => id.startsWith('MailOnPromotion')) ?? '';
  const [mail, letters] = [idOf('AWS::Lambda::Function'), idOf('AWS::SQS::Queue')];
  const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

  it('is a rule on the bus, and a function that may write to people as the sender of the stage', () => {
    made.hasResourceProperties(RULE, {
      EventBusName: { Ref: Match.stringLikeRegexp('^EventBus') },
      EventPattern: { 'detail-type': ['RegistrationPromoted'] },
      Targets: [Match.objectLike({ Arn: arnOf(mail) })],
    });
    made.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { MAIL_FROM: '"Events" <events@example.com>', MAIL_REGION: 'eu-west-1' } },
    });
    const actions = ['cognito-idp:AdminGetUser', 'ses:SendEmail'];
    made.hasResourceProperties('AWS::IAM::Role', {
      Policies: Match.arrayWith([
        Match.objectLike({
          PolicyDocument: Match.objectLike({ Statement: actions.map((Action) => Match.objectLike({ Action })) }),
        }),
      ]),
    });
  });

  it('keeps what could not be handed over or mailed in an encrypted queue, which has an alarm and an output', () => {
    made.hasResourceProperties(RULE, { Targets: [Match.objectLike({ DeadLetterConfig: { Arn: arnOf(letters) } })] });
    made.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: 'mailOnPromotion' }) },
      DeadLetterConfig: { TargetArn: arnOf(letters) },
    });
    made.hasResourceProperties('AWS::IAM::Role', {
      Policies: Match.arrayWith([
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf(letters) }],
          }),
        }),
      ]),
    });
    expect(made.findResources('AWS::SQS::Queue')[letters]?.Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    made.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'EventRegistration-prod-Api-MailLetters',
      AlarmDescription: Match.stringLikeRegexp('docs/runbook.md#mailletters$'),
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [letters, 'QueueName'] } }],
      Statistic: 'Maximum',
      Threshold: 1,
    });
    expect(pageOf('runbook.md')).toContain('\n### MailLetters\n');
    made.hasOutput('MailOnPromotionName', { Value: { Ref: mail } });
    made.hasOutput('MailLettersUrl', { Value: { Ref: letters } });
  });
});
