import { Duration } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { ChangeStream } from './changeStream.ts';
import type { DomainEventBus } from './eventBus.ts';

/** The mutations that the function may call; no other role of this app may. */
const PUBLISH_FIELDS = ['publishEventChange', 'publishWaitlistChange', 'publishRegistrationChange'];

export interface PublishChangesProps {
  settings: StageSettings;
  table: ITable;
  api: GraphqlApi;
  settle: IFunction;
  cascade: IFunction;
  eraseUsers: IFunction;
  bus: DomainEventBus;
}

/**
 * The Lambda on the table's stream that announces what has been committed, has healed what must be, and has begun what
 * goes through many items. Its timeout
 * leaves room for a batch and one healing, which takes up to 25 s. To be made after the resolvers, on which it depends.
 */
export class PublishChanges extends Construct {
  readonly function: Function;
  /** Changes that were given up: set aside by the function itself, or by the mapping once its retries are over. */
  readonly deadLetters: Queue;
  /** Id of the mapping that feeds the function. */
  readonly mappingId: string;

  constructor(scope: Construct, id: string, props: PublishChangesProps) {
    super(scope, id);
    const { settings, table, api, settle, cascade, eraseUsers, bus } = props;
    const stream = new ChangeStream(this, 'Stream', { table });
    this.deadLetters = stream.deadLetters;
    this.function = addObservedFunction(this, {
      settings,
      name: 'publishChanges',
      description: 'Announces committed changes to subscribers and heals events with free seats beside people waiting.',
      timeout: Duration.seconds(60),
      access: {
        stream: stream.access,
        work: [
          new PolicyStatement({
            actions: ['appsync:GraphQL'],
            resources: PUBLISH_FIELDS.map((field) => `${api.arn}/types/Mutation/fields/${field}`),
          }),
          new PolicyStatement({
            actions: ['lambda:InvokeFunction'],
            resources: [settle, cascade, eraseUsers].map(({ functionArn }) => functionArn),
          }),
          ...bus.access,
        ],
      },
      environment: {
        GRAPHQL_URL: api.graphqlUrl,
        SETTLE_FUNCTION_NAME: settle.functionName,
        CASCADE_FUNCTION_NAME: cascade.functionName,
        ERASE_USERS_FUNCTION_NAME: eraseUsers.functionName,
        EVENT_BUS_NAME: bus.eventBusName,
        DEAD_LETTERS_URL: stream.deadLetters.queueUrl,
      },
    }).function;
    this.mappingId = stream.feed(this.function, settings.isWatched);
    // The first records must find an API that can answer.
    this.node.addDependency(...PUBLISH_FIELDS.map((field) => scope.node.findChild(`Mutation.${field}`)));
  }
}
