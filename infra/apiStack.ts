import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Cascade } from './api/cascade.ts';
import { addDataSources } from './api/dataSources.ts';
import { EraseUsers } from './api/eraseUsers.ts';
import { EventApi, type EventApiProps } from './api/eventApi.ts';
import { DomainEventBus } from './api/eventBus.ts';
import { Firewall } from './api/firewall.ts';
import { LaneTable } from './api/laneTable.ts';
import { MailOnPromotion } from './api/mailOnPromotion.ts';
import { PromoteFromWaitlist } from './api/promoteFromWaitlist.ts';
import { PublishChanges } from './api/publishChanges.ts';
import { Settle } from './api/settle.ts';
import { SweepLanes } from './api/sweepLanes.ts';
import type { MailSender } from './data/mailSender.ts';
import { Operation } from './operation/operation.ts';
import { addOutputs } from './outputs.ts';
import { wireResolvers } from './wiring/wireResolvers.ts';

export type ApiStackProps = StackProps &
  EventApiProps & {
    /** Who writes to people who are promoted; null if nobody does. */
    promotionMail: MailSender | null;
  };

/**
 * The GraphQL API with its data sources, resolvers and Lambdas: everything that can be built again from this
 * repository. In prod also what protects and watches it.
 */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { settings, table } = props;
    const api = new EventApi(this, 'EventApi', props);
    const laneTable = new LaneTable(this, 'LaneTable');
    const { function: promoteFromWaitlist } = new PromoteFromWaitlist(this, 'PromoteFromWaitlist', {
      settings,
      table,
      laneTable,
    });
    const { function: settle } = new Settle(this, 'Settle', { settings, table, laneTable });
    wireResolvers(this, api, addDataSources(this, { api, table, laneTable, promoteFromWaitlist, settle }));
    const { function: cascade, deadLetters: cascadeLetters } = new Cascade(this, 'Cascade', { settings, table });
    const { function: eraseUsers, deadLetters: eraseUsersLetters } = new EraseUsers(this, 'EraseUsers', {
      settings,
      table,
      laneTable,
    });
    const bus = new DomainEventBus(this, 'EventBus', settings);
    const {
      function: publishChanges,
      deadLetters,
      mappingId,
    } = new PublishChanges(this, 'PublishChanges', {
      settings,
      table,
      api,
      settle,
      cascade,
      eraseUsers,
      bus,
    });
    const mailLetters = this.#addMail(bus, props);
    const { function: sweepLanes, rule: sweepRule } = new SweepLanes(this, 'SweepLanes', { settings, laneTable });
    if (settings.hasFirewall) {
      new Firewall(this, 'Firewall', { apiArn: api.arn });
    }
    if (settings.isWatched) {
      const functions = { promoteFromWaitlist, settle, publishChanges, cascade, eraseUsers, sweepLanes };
      const letters = { deadLetters, cascadeLetters, eraseUsersLetters, mailLetters };
      new Operation(this, 'Operation', { settings, api, table, laneTable, ...functions, ...letters, mappingId });
    }
    this.#tellClients(api, laneTable, props);
    // What the commands of docs/runbook.md name.
    addOutputs(this, {
      ApiId: api.apiId,
      EventBusName: bus.eventBusName,
      PromoteFromWaitlistName: promoteFromWaitlist.functionName,
      SettleName: settle.functionName,
      PublishChangesName: publishChanges.functionName,
      DeadLettersUrl: deadLetters.queueUrl,
      CascadeName: cascade.functionName,
      CascadeLettersUrl: cascadeLetters.queueUrl,
      EraseUsersName: eraseUsers.functionName,
      EraseUsersLettersUrl: eraseUsersLetters.queueUrl,
      SweepLanesName: sweepLanes.functionName,
      SweepLanesRuleName: sweepRule.ruleName,
    });
  }

  /** The mail to people who are promoted, where the stage has it; answers the queue of what failed. */
  #addMail(bus: DomainEventBus, { settings, people, promotionMail: sender }: ApiStackProps): Queue | null {
    if (sender === null) {
      return null;
    }
    const props = { settings, bus, userPool: people.userPool, sender };
    const { function: mail, deadLetters } = new MailOnPromotion(this, 'MailOnPromotion', props);
    addOutputs(this, { MailOnPromotionName: mail.functionName, MailLettersUrl: deadLetters.queueUrl });
    return deadLetters;
  }

  /** What clients and `npm run outputs` need to know of a deployment. */
  #tellClients(api: EventApi, laneTable: LaneTable, { table, people, formerPeople }: EventApiProps): void {
    addOutputs(this, {
      ApiUrl: api.graphqlUrl,
      RealtimeUrl: api.realtimeUrl,
      ApiKey: api.apiKey ?? '',
      Region: this.region,
      TableName: table.tableName,
      LaneTableName: laneTable.tableName,
      UserPoolId: people.userPool.userPoolId,
      UserPoolClientId: people.client.userPoolClientId,
      ...(formerPeople === null
        ? {}
        : {
            FormerUserPoolId: formerPeople.userPool.userPoolId,
            FormerUserPoolClientId: formerPeople.client.userPoolClientId,
          }),
    });
  }
}
