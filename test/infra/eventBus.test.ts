import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { DomainEventBus } from '../../infra/api/eventBus.ts';
import { MailOnPromotion, promotionMailOf } from '../../infra/api/mailOnPromotion.ts';
import { ContextError } from '../../infra/context.ts';
import { settingsOf } from '../../infra/stage.ts';
import { newAssemblyFolder, templatesOf } from './synthesise.ts';

const RULE = 'AWS::Events::Rule';
const SENDER = { fromEmail: 'events@example.com', fromName: 'Events', region: 'eu-west-1' };
const settings = settingsOf('prod');
const { api } = templatesOf('prod');

it('has a bus of its own, whose name is an output, onto which publishChanges alone puts events', () => {
  api.hasResourceProperties('AWS::Events::EventBus', { Name: 'EventRegistration-prod-Api-events' });
  api.hasOutput('EventBusName', {});
  const putting = Object.entries(api.findResources('AWS::IAM::Role')).filter(([, role]) =>
    JSON.stringify(role).includes('events:PutEvents'),
  );
  expect(putting.map(([id]) => id)).toEqual([expect.stringMatching(/^PublishChangesRole/)]);
});

describe('mailOnPromotion', () => {
  it('is off unless it is asked for', () => {
    api.resourcePropertiesCountIs(RULE, { EventPattern: Match.anyValue() }, 0);
    expect(promotionMailOf(undefined, settings, SENDER)).toBeNull();
    expect(promotionMailOf('dev', settings, SENDER)).toBeNull();
    expect(promotionMailOf('prod', settings, SENDER)).toEqual(SENDER);
  });

  it('is a rule on the bus, and a function that may write to people as the sender of the stage', () => {
    const stack = new Stack(new App({ analyticsReporting: false, outdir: newAssemblyFolder() }), 'Stack');
    const bus = new DomainEventBus(stack, 'EventBus', settings);
    const userPool = new UserPool(stack, 'UserPool');
    new MailOnPromotion(stack, 'MailOnPromotion', { settings, bus, userPool, sender: SENDER });
    const made = Template.fromStack(stack);
    made.hasResourceProperties(RULE, {
      EventBusName: { Ref: Match.stringLikeRegexp('^EventBus') },
      EventPattern: { 'detail-type': ['RegistrationPromoted'] },
      Targets: [{ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MailOnPromotion'), 'Arn'] } }],
    });
    made.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { MAIL_FROM: 'Events <events@example.com>', MAIL_REGION: 'eu-west-1' } },
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

  it.each([
    ['without a sender of the stage', 'prod'],
    ['with something else than a stage', true],
  ])('is refused %s', (_what, context) => {
    expect(() => promotionMailOf(context, settings, null)).toThrow(ContextError);
  });
});
