import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { INDEXES } from '../../domain/keys.ts';

/**
 * What each role may do to the tables, and nothing more. A transaction needs the permission of each of its actions
 * (`ConditionCheckItem` for a check, `GetItem` for a transactional read). Scans are granted to the audit alone, and
 * those of the lanes to what sweeps them.
 */
const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'];
const WRITE_ITEMS = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** Mutations of the API: transactions, and reading the items they are about. */
export function writerAccess(table: ITable): PolicyStatement[] {
  return [new PolicyStatement({ actions: [...READ_ITEMS, ...WRITE_ITEMS], resources: [table.tableArn] })];
}

/** Queries and fields of the API: single items, pages of items, and the indexes. */
export function readerAccess(table: ITable): PolicyStatement[] {
  const indexArns = Object.values(INDEXES).map((index) => `${table.tableArn}/index/${index.name}`);
  return [
    new PolicyStatement({ actions: READ_ITEMS, resources: [table.tableArn] }),
    new PolicyStatement({ actions: ['dynamodb:Query'], resources: [table.tableArn, ...indexArns] }),
  ];
}

/**
 * The promoting Lambda: writing in transactions, and reading the queue from its head. `ConditionCheckItem` is for the
 * function of 0.1.0, which checks the user within its transactions: it works under this role until a deployment has
 * replaced it, and again after a roll-back. To be taken away in the release after the next one.
 */
export function promoterAccess(table: ITable): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [...READ_ITEMS, 'dynamodb:Query', ...WRITE_ITEMS],
      resources: [table.tableArn],
    }),
  ];
}

/** The settling Lambda: changes of events and promotions in transactions, and reading the queue from its head. */
export function settlerAccess(table: ITable): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
    }),
  ];
}

/** Leaving tickets in the lanes, for mutations of the API; AppSync reads one that is there already. */
export function askerAccess(laneTable: ITable): PolicyStatement[] {
  return [new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [laneTable.tableArn] })];
}

/** The cascade: who is in an event, a queue from its head, and changing and deleting in transactions. */
export function cascadeAccess(table: ITable): PolicyStatement[] {
  return backgroundAccess(table, READ_ITEMS, INDEXES.inverted);
}

/** Deleting users: a user's registrations and events, a queue from its head, and transactions, also those of lanes. */
export function eraserAccess(table: ITable): PolicyStatement[] {
  return backgroundAccess(table, ['dynamodb:GetItem'], INDEXES.eventsByOrganizer);
}

function backgroundAccess(table: ITable, reading: string[], index: { name: string }): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: [...reading, 'dynamodb:Query', ...WRITE_ITEMS], resources: [table.tableArn] }),
    new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${index.name}`] }),
  ];
}

/** Asking combiners to pause, for the settling Lambda. */
export function pauserAccess(laneTable: ITable): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'], resources: [laneTable.tableArn] }),
  ];
}

/** Working through the lanes, for the promoting Lambda and what deletes users. */
export function combinerAccess(laneTable: ITable): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [...READ_ITEMS, 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [laneTable.tableArn],
    }),
  ];
}

/** The audit: reading everything, also the inverted index, and writing nothing. */
export function auditorAccess(table: ITable): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['dynamodb:Scan', ...READ_ITEMS], resources: [table.tableArn] }),
    new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [table.tableArn, `${table.tableArn}/index/${INDEXES.inverted.name}`],
    }),
  ];
}

/** The audit of the lanes: reading everything, and writing nothing. */
export function laneAuditorAccess(laneTable: ITable): PolicyStatement[] {
  return [new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [laneTable.tableArn] })];
}

/** Sweeping the lanes: finding what has expired, and deleting it. */
export function sweeperAccess(laneTable: ITable): PolicyStatement[] {
  return [new PolicyStatement({ actions: ['dynamodb:Scan', 'dynamodb:DeleteItem'], resources: [laneTable.tableArn] })];
}
