import { Tags, type App } from 'aws-cdk-lib';
import { promotionMailOf } from './api/mailOnPromotion.ts';
import { ApiStack } from './apiStack.ts';
import { DataStack } from './dataStack.ts';
import { hasFormerPeople } from './data/formerPeople.ts';
import { mailSenderOf } from './data/mailSender.ts';
import { restoredTable } from './data/restoredTable.ts';
import type { StageSettings } from './stage.ts';

/**
 * The whole system of one stage, as two stacks: what must never be lost, and what can be rebuilt from this repository.
 * Neither names an account or region: both come from the credentials that deploy.
 * @param nowEpochMs time of synthesis; only the expiry of a new API key depends on it
 * @throws WiringError when schema and resolver files do not fit together; ContextError
 */
export function addEventRegistration(
  app: App,
  settings: StageSettings,
  nowEpochMs: number,
): { data: DataStack; api: ApiStack } {
  const context = (name: string): unknown => app.node.tryGetContext(name);
  const prefix = `EventRegistration-${settings.stage}`;
  const mailSender = mailSenderOf(context('mailSender'), settings);
  const data = new DataStack(app, `${prefix}-Data`, {
    description: 'Event registration: users, events, registrations and identities. Never delete in production.',
    terminationProtection: settings.keepData,
    settings,
    mailSender,
    hasFormerPeople: hasFormerPeople(context('formerPeople'), settings),
  });
  const api = new ApiStack(app, `${prefix}-Api`, {
    description: 'Event registration: the GraphQL API. Holds no data, but the address that clients know.',
    terminationProtection: settings.keepData,
    settings,
    nowEpochMs,
    table: restoredTable(data, context('restoredTable'), settings) ?? data.table,
    people: data.people,
    formerPeople: data.formerPeople,
    promotionMail: promotionMailOf(context('mailOnPromotion'), settings, mailSender),
  });
  Tags.of(app).add('application', 'event-registration');
  Tags.of(app).add('stage', settings.stage);
  return { data, api };
}
