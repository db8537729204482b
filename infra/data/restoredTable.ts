import { Table, type ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { INDEXES } from '../../domain/keys.ts';
import { ContextError, objectOf } from '../context.ts';
import type { StageSettings } from '../stage.ts';

/**
 * The table that the API of a stage works on instead of the Data stack's own, after a restore (docs/runbook.md,
 * "Restore the table"); null if there is none for this stage. It stays out of the stacks, so no deployment can touch
 * it.
 * @param context `restoredTable` of the CDK context: an object, or its JSON from the command line
 * @throws ContextError
 */
export function restoredTable(scope: Construct, context: unknown, { stage }: StageSettings): ITable | null {
  if (context === undefined) {
    return null;
  }
  const restored = parse(context);
  if (restored.stage !== stage) {
    return null;
  }
  const { tableName, streamArn: tableStreamArn } = restored;
  return Table.fromTableAttributes(scope, 'RestoredTable', {
    tableName,
    tableStreamArn,
    globalIndexes: Object.values(INDEXES).map(({ name }) => name),
  });
}

function parse(context: unknown): { stage: string; tableName: string; streamArn: string } {
  const { stage, tableName, streamArn } = objectOf(context) ?? {};
  const isTable = typeof stage === 'string' && typeof tableName === 'string' && tableName !== '';
  if (!isTable || typeof streamArn !== 'string' || !/^arn:.*:table\/.*\/stream\//.test(streamArn)) {
    throw new ContextError('restoredTable', '{"stage": "prod", "tableName": "…", "streamArn": "arn:…"}');
  }
  return { stage, tableName, streamArn };
}
