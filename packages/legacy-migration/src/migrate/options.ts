import { Argument } from '@commander-js/extra-typings';
import { parseUrl, wholeNumberFrom } from '../../../../tools/frame/argument.ts';
import { defineTool } from '../../../../tools/frame/tool.ts';

export const ACTIONS = ['plan', 'run', 'verify', 'cleanup'] as const;
export type ActionName = (typeof ACTIONS)[number];

/** What `npm run migrate` is told. */
export interface MigrateOptions {
  action: ActionName;
  source: string;
  target: string;
  endpoint?: string;
  region?: string;
  /** The key attribute of the old table. */
  sourceKey: string;
  mapIds: boolean;
  segments: number;
  /** `run` goes on from it. */
  checkpoint: string;
  /** `run` leaves what it could not migrate here. */
  rejects: string;
  /** The JSON report; `plan` prints instead if it is not named. */
  report?: string;
  /** The name of the old table, which `cleanup` wants to hear again. */
  confirm?: string;
  /** Seconds without any useful answer after which the command gives up. */
  patience: number;
}

/** The command line: an action, and the options beside it. */
export function createCommand() {
  return defineTool('migrate', 'move the events of the old table into the new one; see docs/migration.md')
    .addArgument(new Argument('[action]', 'what to do').choices(ACTIONS).default('plan' as const))
    .requiredOption('--source <table>', 'the old table')
    .requiredOption('--target <table>', 'the new table')
    .option('--endpoint <url>', 'where DynamoDB answers, if not at its usual place', parseUrl)
    .option('--region <region>', 'the AWS region, if not the usual one')
    .option('--source-key <attribute>', 'the key attribute of the old table', 'eventId')
    .option(
      '--map-ids',
      'replace ids outside the alphabet by stable new ones instead of rejecting their records',
      false,
    )
    .option('--segments <number>', 'parts of the old table to read side by side', wholeNumberFrom(1, 1000), 4)
    .option('--checkpoint <file>', 'run: where it notes how far it has come', 'migration-checkpoint.json')
    .option('--rejects <file>', 'run: where it leaves records that it cannot migrate', 'migration-rejects.jsonl')
    .option('--report <file>', 'the JSON report (plan prints if left out; the others write migration-<action>.json)')
    .option('--confirm <table>', 'cleanup: the name of the old table once more')
    .option('--patience <seconds>', 'give up after this long without an answer', wholeNumberFrom(1, 86_400), 120);
}
