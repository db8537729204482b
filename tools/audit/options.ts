import { Command, InvalidArgumentError, Option } from 'commander';

/** What `npm run audit` is told. */
export interface AuditOptions {
  /** That of a running `npm start` if neither this nor `endpoint` is given. */
  table?: string;
  endpoint?: string;
  region?: string;
  repair: boolean;
  /** Read units per second; without it 500, or as fast as possible on this machine. */
  rate?: number;
  /** The JSON report. */
  report?: string;
  /** How long an event must have stood still before it is called wrong. */
  settleSeconds: number;
  /** Seconds without any answer after which the command gives up. */
  patience: number;
  stateDir: string;
}

/** Reads the command line; `--help` ends the process with 0, a mistake with 2. */
export function readOptions(argv: readonly string[]): AuditOptions {
  const command = new Command('audit')
    .description('recount every event of the table and compare; see docs/audit.md')
    .option('--table <name>', 'the table; that of a running npm start if left out')
    .option('--endpoint <url>', 'where DynamoDB answers, if not at its usual place', parseUrl)
    .option('--region <region>', 'the AWS region, if not the usual one')
    .option('--repair', 'repair what can be repaired safely', false)
    .option(
      '--rate <units>',
      'read units per second at most (500, without limit on this machine)',
      number(1, 1_000_000),
    )
    .option('--report <file>', 'writes a JSON report')
    .addOption(
      new Option('--settle-seconds <seconds>', 'how long an event must stand still before it is called wrong')
        .default(5)
        .argParser(number(0, 3600)),
    )
    .addOption(
      new Option('--patience <seconds>', 'give up after this long without an answer')
        .default(120)
        .argParser(number(1, 86_400)),
    )
    .option('--state-dir <directory>', 'where npm start keeps its state', '.local')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse([...argv]);
  return command.opts<AuditOptions>();
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(`A number from ${least} to ${most}, please.`);
    return value;
  };
}

function parseUrl(text: string): string {
  if (!URL.canParse(text)) throw new InvalidArgumentError('This is not a URL.');
  return text;
}
