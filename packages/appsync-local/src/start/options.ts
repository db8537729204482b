import { Command, InvalidArgumentError, Option } from 'commander';

/** What `npm start` can be told. */
export interface StartOptions {
  port: number;
  host: string;
  inMemory: boolean;
  /** Serves HTTPS and WSS with a certificate of our own. */
  https: boolean;
  /** The endpoint of a DynamoDB that runs already. */
  dynamodb?: string;
  /** A cloud assembly to serve instead of synthesising one. */
  assembly?: string;
  stateDir: string;
  /** A directory of operations for the console. */
  operations: string;
  verbose: boolean;
}

/** Reads the command line; `--help` and mistakes end the process as usual. */
export function readOptions(argv: readonly string[]): StartOptions {
  return new Command('start')
    .description('serve the API of this CDK app on this machine')
    .addOption(
      new Option('-p, --port <number>', 'port of the GraphQL endpoint').env('PORT').default(4000).argParser(parsePort),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--https', 'serve HTTPS and WSS, with a generated certificate', false)
    .option('--in-memory', 'keep nothing after the end', false)
    .option('--dynamodb <url>', 'use a DynamoDB that runs already', parseUrl)
    .option('--assembly <directory>', 'serve this cloud assembly instead of synthesising one')
    .option('--operations <directory>', 'a directory of .graphql files that the console offers', 'client/operations')
    .option('--state-dir <directory>', 'where database, keys and logs are kept', '.local')
    .option(
      '-v, --verbose',
      'show what is not emulated for want of effect, and what resolvers and functions print',
      false,
    )
    .parse([...argv])
    .opts<StartOptions>();
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseUrl(text: string): string {
  if (!URL.canParse(text)) throw new InvalidArgumentError('This is not a URL.');
  return text;
}
