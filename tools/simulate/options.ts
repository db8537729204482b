import { Command, InvalidArgumentError } from 'commander';

/** What `npm run simulate` is told. */
export interface SimulateOptions {
  url: string;
  people: number;
  seats: number;
  /** How long people keep arriving. */
  seconds: number;
  /** Arrivals per second; says how long instead of `seconds`. */
  rate?: number;
  /** The share of people who leave again, 0 to 1. */
  leave: number;
  seed: number;
  /** An event that is there already, instead of a new one. */
  event?: string;
  stateDir: string;
  /** An admin's token. */
  token?: string;
  /** Signs with the AWS credentials of the environment. */
  iam: boolean;
  region: string;
  /** Seconds that lists may be behind before they are called wrong. */
  patience: number;
}

/** The command cannot do what it was told: the message is one sentence for the person who told it. */
export class CannotSimulate extends Error {
  override name = 'CannotSimulate';
}

/** Reads the command line; `--help` ends the process with 0, a mistake with 2. */
export function readOptions(argv: readonly string[]): SimulateOptions {
  return new Command('simulate')
    .description('send a crowd to an event: people arrive, register and leave; ends with a check of every promise')
    .option('--url <url>', 'the GraphQL endpoint', parseUrl, 'http://localhost:4000/graphql')
    .option('--people <number>', 'how many come', numberFrom(1, 100_000, true), 200)
    .option('--seats <number>', 'capacity of the event', numberFrom(1, 1_000_000, true), 20)
    .option('--seconds <number>', 'how long they keep coming', numberFrom(0, 3600), 20)
    .option('--rate <number>', 'arrivals per second, instead of --seconds', numberFrom(0.01, 10_000))
    .option('--leave <share>', 'the share of people who leave again', numberFrom(0, 1), 0.3)
    .option('--seed <number>', 'the same crowd again', numberFrom(0, 2 ** 31, true), 1)
    .option('--event <id>', 'an event that is there already, instead of a new one')
    .option('--state-dir <directory>', 'local API: where its signing key is kept', '.local')
    .option('--token <jwt>', 'deployment: a token of somebody in group admins')
    .option('--iam', 'deployment: sign with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN', false)
    .option('--region <region>', 'deployment: region to sign for', process.env['AWS_REGION'] ?? 'us-east-1')
    .option('--patience <seconds>', 'how long lists may be behind before they are called wrong', numberFrom(0, 600), 15)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse([...argv])
    .opts<SimulateOptions>();
}

function numberFrom(smallest: number, largest: number, isWhole = false): (text: string) => number {
  return (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    const isGood = number >= smallest && number <= largest && (!isWhole || Number.isInteger(number));
    if (!isGood)
      throw new InvalidArgumentError(`A ${isWhole ? 'whole ' : ''}number from ${smallest} to ${largest}, please.`);
    return number;
  };
}

function parseUrl(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('This is not an http or https URL.');
  return text;
}
