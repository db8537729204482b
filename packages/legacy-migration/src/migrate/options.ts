import { Argument, Command, InvalidArgumentError, Option } from 'commander';

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

/** Reads the command line; `--help` ends the process with 0, a mistake with 2. */
export function readOptions(argv: readonly string[]): MigrateOptions {
  const command = new Command('migrate')
    .description('move the events of the old table into the new one; see docs/migration.md')
    .addArgument(new Argument('[action]', 'what to do').choices(ACTIONS).default('plan'))
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
    .addOption(
      new Option('--segments <number>', 'parts of the old table to read side by side')
        .default(4)
        .argParser(wholeNumber(1000)),
    )
    .option('--checkpoint <file>', 'run: where it notes how far it has come', 'migration-checkpoint.json')
    .option('--rejects <file>', 'run: where it leaves records that it cannot migrate', 'migration-rejects.jsonl')
    .option('--report <file>', 'the JSON report (plan prints if left out; the others write migration-<action>.json)')
    .option('--confirm <table>', 'cleanup: the name of the old table once more')
    .addOption(
      new Option('--patience <seconds>', 'give up after this long without an answer')
        .default(120)
        .argParser(wholeNumber(86_400)),
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse([...argv]);
  return { action: command.processedArgs[0] as ActionName, ...command.opts<Omit<MigrateOptions, 'action'>>() };
}

function wholeNumber(largest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > largest)
      throw new InvalidArgumentError(`A whole number from 1 to ${largest}, please.`);
    return number;
  };
}

function parseUrl(text: string): string {
  if (!URL.canParse(text)) throw new InvalidArgumentError('This is not a URL.');
  return text;
}
